/** Paths under `/api/1/list`. Ids are opaque text from Act-On, so they are always encoded. */

/** `listPath('l-0001', 'record')` is `/api/1/list/l-0001/record`. */
export function listPath(...segments: readonly string[]): string {
  return ['/api/1/list', ...segments.map(encodeSegment)].join('/')
}

/** Record ids hold a colon (`l-0001:12`), which is legal in a path: Act-On's examples send it unencoded. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%3A', ':')
}

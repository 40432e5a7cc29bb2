/** Paths under `/api/1/list`. Ids are opaque text of Act-On and are never trusted to be harmless in a path. */

/** `listPath('l-0001', 'record')` is `/api/1/list/l-0001/record`. */
export function listPath(...segments: readonly string[]): string {
  return ['/api/1/list', ...segments.map(encodeSegment)].join('/')
}

/** Record ids hold a colon (`l-0001:12`), which is legal in a path: Act-On's examples send it as it is. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%3A', ':')
}

/** The redirect target after a form. It must be one of our pages, because URLs and forms can be forged. */
const DUMMY_ORIGIN = 'http://own.invalid'

/** `/` or a path below `/accounts/`, with its query; null for anything else. */
export function redirectPath(value: unknown): string | null {
  if (typeof value !== 'string' || !value.startsWith('/') || !URL.canParse(value, DUMMY_ORIGIN)) {
    return null
  }
  const { origin, pathname, search } = new URL(value, DUMMY_ORIGIN)
  // Two slashes lead to another host; URL turns backslashes into slashes.
  if (origin !== DUMMY_ORIGIN || pathname.includes('//')) return null
  return pathname === '/' || pathname.startsWith('/accounts/') ? pathname + search : null
}

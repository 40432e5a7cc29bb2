/** Where to go on after a form: only to pages of ours, whatever a URL or a form says. */
const NOWHERE = 'http://own.invalid'

/** A path with its query, below `/` or `/accounts/`; null for anything else. */
export function ownPath(value: unknown): string | null {
  if (typeof value !== 'string' || !value.startsWith('/') || !URL.canParse(value, NOWHERE)) {
    return null
  }
  const { origin, pathname, search } = new URL(value, NOWHERE)
  // Two slashes lead to another host, and so does a backslash in the place of one.
  if (origin !== NOWHERE || pathname.includes('//')) return null
  return pathname === '/' || pathname.startsWith('/accounts/') ? pathname + search : null
}

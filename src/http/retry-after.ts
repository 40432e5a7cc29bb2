/**
 * Parses `Retry-After` (RFC 9110, 10.2.3): whole seconds or an HTTP date. Null if absent or malformed.
 * @returns milliseconds from `now`, never negative.
 */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  const value = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  if (!/GMT$/i.test(value)) return null
  const ms = Date.parse(value) - now.getTime()
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

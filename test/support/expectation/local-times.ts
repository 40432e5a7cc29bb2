/** Formats an instant as a list's columns must show it, with the platform's Intl API. */

/** `YYYY-MM-DD HH:mm:ss` in `timeZone` (IANA). */
export function localDateTime(stamp: string, timeZone: string): string {
  // The Swedish locale uses the ISO 8601 date format.
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(stamp))
}

export function localDate(stamp: string, timeZone: string): string {
  return localDateTime(stamp, timeZone).slice(0, 10)
}

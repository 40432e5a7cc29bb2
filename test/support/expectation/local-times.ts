/** Formats an instant as a list's columns must show it, with the platform's Intl API. */

/** `YYYY-MM-DD HH:mm:ss` in `timeZone` (IANA). */
export function localDateTime(stamp: string, timeZone: string): string {
  const format = formats.get(timeZone) ?? formatIn(timeZone)
  formats.set(timeZone, format)
  return format.format(new Date(stamp))
}

/** By time zone. Making one takes much longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(timeZone: string): Intl.DateTimeFormat {
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
  })
}

export function localDate(stamp: string, timeZone: string): string {
  return localDateTime(stamp, timeZone).slice(0, 10)
}

/** Reads time stamps of the one form that nearly all of them have, a dozen times faster than Luxon reads any form. */

/**
 * `YYYY-MM-DDTHH:mm:ss`, with a fraction or without, and an offset with a colon, or Z. Only days that exist match, since
 * Date.parse would take 30 February for 2 March. 29 February does not match: that takes the year.
 */
const USUAL =
  /^(?:19|20)\d\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** Milliseconds since 1970, UTC. Null says nothing about the stamp: it needs a parser that knows every form. */
export function usualStampMs(stamp: string): number | null {
  return USUAL.test(stamp) ? Date.parse(stamp) : null
}

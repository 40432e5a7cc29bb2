/**
 * Text of a vendor as the service goes on with it: made fit where it enters, so that no later step can stumble over
 * it. PostgreSQL takes no NUL and no lone surrogate, `encodeURIComponent` throws at a lone surrogate, and a CSV would
 * carry it as other bytes than JSON does.
 */

/**
 * The most UTF-16 units of one text. No field of either vendor is known to hold so many; a waiting row of all its
 * columns then stays below a megabyte.
 */
const LONGEST_TEXT = 10_000

/** Without NUL, with U+FFFD for each half of a broken surrogate pair, cut to LONGEST_TEXT. Everything else stays. */
export function cleanText(text: string): string {
  return wellFormed(text.replaceAll('\0', ''))
}

/** As `cleanText`, but a NUL stays for whoever judges the text, as the address of a person. */
export function wellFormed(text: string): string {
  const cut = text.slice(0, LONGEST_TEXT)
  // A pair that the cut went through is left out whole.
  const isHalved = text.length > LONGEST_TEXT && /[\uD800-\uDBFF]$/.test(cut)
  return (isHalved ? cut.slice(0, -1) : cut).toWellFormed()
}

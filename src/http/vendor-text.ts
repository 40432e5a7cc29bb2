/**
 * Cleans the vendors' text where it enters the service, so that no later step fails on it. PostgreSQL accepts neither
 * NUL nor lone surrogates, `encodeURIComponent` throws on a lone surrogate, and CSV would encode it as other bytes
 * than JSON does.
 */

/**
 * The most UTF-16 code units in one text. No field of either vendor is known to hold as many; with this limit, a
 * waiting row with all its columns stays below a megabyte.
 */
const LONGEST_TEXT = 10_000

/** Removes NUL, replaces each lone surrogate with U+FFFD and cuts to LONGEST_TEXT. Everything else stays. */
export function cleanText(text: string): string {
  return wellFormed(text.replaceAll('\0', ''))
}

/** Like `cleanText`, but keeps NUL, for text that is validated later, such as a person's e-mail address. */
export function wellFormed(text: string): string {
  const cut = text.slice(0, LONGEST_TEXT)
  // A surrogate pair at the cut is dropped whole.
  const isHalved = text.length > LONGEST_TEXT && /[\uD800-\uDBFF]$/.test(cut)
  return (isHalved ? cut.slice(0, -1) : cut).toWellFormed()
}

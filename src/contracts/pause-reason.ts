/**
 * The reason of a pause as both Temporal and the store take it: neither takes half a surrogate pair, and PostgreSQL
 * no NUL. Null when nothing is left.
 */
export function inPlainWords(reason: string): string | null {
  const words = reason
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
  return words === '' ? null : words
}

/** Characters, wherever a reason is typed. */
export const LONGEST_REASON = 500

/**
 * A pause's reason in a form that both Temporal and the store accept: neither accepts lone surrogates, and PostgreSQL
 * no NUL. Null if nothing is left.
 */
export function storableReason(reason: string): string | null {
  const words = reason
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
  return words === '' ? null : words
}

/** Longest reason in characters, for the API, the pages and signals. */
export const MAX_REASON_LENGTH = 500

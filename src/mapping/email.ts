/** The identity of a contact within a list. Says which addresses can be written, and nothing else. */

const MAX_EMAIL_BYTES = 254

export type EmailVerdict =
  | { readonly usable: true; readonly email: string }
  | { readonly usable: false; readonly reason: 'noEmail' | 'invalidEmail' }

/** White space, and characters that nobody sees: zero-width ones and those that only format. */
const AT_THE_EDGES = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu
/**
 * Beside white space and control characters these are unusable: characters that nobody sees, which make two addresses
 * out of what looks like one, and U+FFFD or half a surrogate pair, which stand for a character that is lost.
 */
const NEVER_INSIDE = /[\s\p{Cc}\p{Cf}\p{Cs}\uFFFD]/u

/** Trims and lower-cases (no locale), then judges. An absent or blank address is `noEmail`. */
export function judgeEmail(given: string | null): EmailVerdict {
  const email = given?.replaceAll(AT_THE_EDGES, '').toLowerCase() ?? ''
  if (email === '') return { usable: false, reason: 'noEmail' }
  return isUsable(email) ? { usable: true, email } : { usable: false, reason: 'invalidEmail' }
}

function isUsable(email: string): boolean {
  const [local, domain, ...rest] = email.split('@')
  if (!local || !domain || rest.length > 0) return false
  if (NEVER_INSIDE.test(email)) return false
  return Buffer.byteLength(email) <= MAX_EMAIL_BYTES
}

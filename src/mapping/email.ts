/** Normalises and checks the e-mail address, which identifies a contact within a list. */

const MAX_EMAIL_BYTES = 254

export type EmailVerdict =
  | { readonly usable: true; readonly email: string }
  | { readonly usable: false; readonly reason: 'noEmail' | 'invalidEmail' }

/** White space, and invisible characters: zero-width and formatting ones. */
const AT_THE_EDGES = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu
/**
 * Characters that no address may contain: white space and control characters; invisible characters, which make two
 * addresses look like one; U+FFFD and lone surrogates, which stand for a lost character.
 */
const NEVER_INSIDE = /[\s\p{Cc}\p{Cf}\p{Cs}\uFFFD]/u

/** Trims and lower-cases (no locale). */
export function normalizeEmail(given: string | null): string {
  return given?.replaceAll(AT_THE_EDGES, '').toLowerCase() ?? ''
}

/** Normalises, then judges. An absent or blank address is `noEmail`. */
export function judgeEmail(given: string | null): EmailVerdict {
  const email = normalizeEmail(given)
  if (email === '') return { usable: false, reason: 'noEmail' }
  return isUsable(email) ? { usable: true, email } : { usable: false, reason: 'invalidEmail' }
}

function isUsable(email: string): boolean {
  const [local, domain, ...rest] = email.split('@')
  if (!local || !domain || rest.length > 0) return false
  if (NEVER_INSIDE.test(email)) return false
  return Buffer.byteLength(email) <= MAX_EMAIL_BYTES
}

/** The identity of a contact within a list. Says which addresses can be written, and nothing else. */

const MAX_EMAIL_BYTES = 254

export type EmailVerdict =
  | { readonly usable: true; readonly email: string }
  | { readonly usable: false; readonly reason: 'noEmail' | 'invalidEmail' }

/** Trims and lower-cases (no locale), then judges. An absent or blank address is `noEmail`. */
export function judgeEmail(given: string | null): EmailVerdict {
  const email = given?.trim().toLowerCase() ?? ''
  if (email === '') return { usable: false, reason: 'noEmail' }
  return isUsable(email) ? { usable: true, email } : { usable: false, reason: 'invalidEmail' }
}

function isUsable(email: string): boolean {
  const [local, domain, ...rest] = email.split('@')
  if (!local || !domain || rest.length > 0) return false
  if (/[\s\p{Cc}]/u.test(email)) return false
  return Buffer.byteLength(email) <= MAX_EMAIL_BYTES
}

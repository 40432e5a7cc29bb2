/** Tokens that are handed out once and stored only as a hash: invitations, cookies. */
import { createHash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32

export interface SecretToken {
  /** 256 random bits, base64url. */
  readonly token: string
  readonly hash: string
}

export function newSecretToken(): SecretToken {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  return { token, hash: hashOfToken(token) }
}

/** A hash without a key is enough: 256 random bits cannot be found by trial. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

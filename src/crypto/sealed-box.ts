/** AES-256-GCM with the context as additional authenticated data: a sealed text opens only in its own context. */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

const IV_BYTES = 12
const TAG_BYTES = 16
/** Must be passed every time: without it, Node accepts a truncated tag. */
const TAG = { authTagLength: TAG_BYTES }

/** A draw from the random generator takes as long as the encryption of a row, so many IVs come from one draw. */
const IVS_PER_DRAW = 256
let drawn = Buffer.alloc(0)

/** Random, and never given before: an IV that is used twice reveals the texts and makes forgeries possible. */
function nextIv(): Buffer {
  if (drawn.length === 0) drawn = randomBytes(IV_BYTES * IVS_PER_DRAW)
  const iv = drawn.subarray(0, IV_BYTES)
  drawn = drawn.subarray(IV_BYTES)
  return iv
}

/** Returns base64url of IV, tag and ciphertext. `key` has 32 bytes. */
export function seal(key: KeyObject, context: string, plain: Buffer): string {
  const iv = nextIv()
  const cipher = createCipheriv('aes-256-gcm', key, iv, TAG)
  cipher.setAAD(Buffer.from(context))
  const sealed = cipher.update(plain)
  const end = cipher.final()
  return Buffer.concat([iv, cipher.getAuthTag(), sealed, end]).toString('base64url')
}

/** Throws if the key, the context or a single bit differs. */
export function open(key: KeyObject, context: string, sealed: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), TAG)
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
}

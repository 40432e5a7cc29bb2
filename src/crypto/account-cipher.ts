/** What one account's data key can do: seal its personal data, and hash what is kept of it. */
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import { open, seal } from './sealed-box.ts'

export interface AccountCipher {
  /** `field` names the place of the text; it opens nowhere else. */
  seal(field: string, text: string): string
  open(field: string, sealed: string): string
  /** Keyed from the account's data key, so that it says nothing once that key is destroyed. 128 bits. */
  hash(text: string): string
}

const HASH_BYTES = 16

export function createAccountCipher(on24ClientId: string, dataKey: Buffer): AccountCipher {
  const hashKey = Buffer.from(hkdfSync('sha256', dataKey, '', `hash of ${on24ClientId}`, 32))
  const sealingKey = createSecretKey(dataKey)
  const context = (field: string) => `${on24ClientId}|${field}`
  return {
    seal: (field, text) => seal(sealingKey, context(field), Buffer.from(text)),
    open: (field, sealed) => open(sealingKey, context(field), sealed).toString(),
    hash: (text) =>
      createHmac('sha256', hashKey)
        .update(text)
        .digest()
        .subarray(0, HASH_BYTES)
        .toString('base64url'),
  }
}

/** Uses one account's data key: seals its personal data, and hashes data that is kept only as a hash. */
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import { open, seal } from './sealed-box.ts'

export interface AccountCipher {
  /** `field` says where the text is stored; it opens only with the same `field`. */
  seal(field: string, text: string): string
  open(field: string, sealed: string): string
  /**
   * Keyed with the account's data key, so that it reveals nothing once that key is destroyed. 64 bits of an HMAC-SHA-256
   * as a decimal number: see docs/architecture.md, "Hashes".
   */
  hash(text: string): string
}

export function createAccountCipher(on24ClientId: string, dataKey: Buffer): AccountCipher {
  // A key object: with a buffer, each hash takes several times as long.
  const hashKey = createSecretKey(
    Buffer.from(hkdfSync('sha256', dataKey, '', `hash of ${on24ClientId}`, 32)),
  )
  const sealingKey = createSecretKey(dataKey)
  const context = (field: string) => `${on24ClientId}|${field}`
  return {
    seal: (field, text) => seal(sealingKey, context(field), Buffer.from(text)),
    open: (field, sealed) => open(sealingKey, context(field), sealed).toString(),
    hash: (text) =>
      createHmac('sha256', hashKey).update(text).digest().readBigInt64BE(0).toString(),
  }
}

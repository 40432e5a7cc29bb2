/** Checks at start that ENCRYPTION_KEYS opens the stored data keys: otherwise no account can be synced. */
import { sql } from 'kysely'
import { type KeyRing, keyIdOf } from '../../crypto/key-ring.ts'
import { dataKeyContext, WRAPPED_KEYS } from './account-ciphers.ts'
import type { Store } from '../database.ts'

interface WrappedKey {
  readonly owner: string
  readonly wrapped: string
}

/** Opens one data key for each ring key that has wrapped any. Throws, naming ENCRYPTION_KEYS and the ring key. */
export async function checkKeys(store: Store, ring: KeyRing): Promise<void> {
  const { rows } = await sql<WrappedKey>`
    select distinct on (split_part(wrapped, ':', 1)) owner, wrapped from ${WRAPPED_KEYS}
  `.execute(store)
  for (const { owner, wrapped } of rows) {
    try {
      ring.unwrap(wrapped, dataKeyContext(owner))
    } catch (error) {
      throw new KeysDoNotFit(keyIdOf(wrapped), error)
    }
  }
}

class KeysDoNotFit extends Error {
  override readonly name = 'KeysDoNotFit'

  constructor(keyId: string, cause: unknown) {
    super(
      `ENCRYPTION_KEYS does not open what is stored: it holds no key "${keyId}", or another one than wrapped it. ` +
        'Start with the keys that the store was filled with, or set DATA_DIR or DATABASE_URL to another store.',
      { cause },
    )
  }
}

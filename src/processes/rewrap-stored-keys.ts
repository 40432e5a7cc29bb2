/** `npm run rewrap-keys`: rewraps the data keys of the store, PostgreSQL or embedded. */
import { type Config, type Environment, parseConfig } from '../config/config.ts'
import { createKeyRing } from '../crypto/key-ring.ts'
import { lockDataDir } from '../embedded/data-dir-lock.ts'
import { hasEmbeddedStore, openEmbeddedStore } from '../embedded/open-embedded-store.ts'
import { rewrapKeys } from '../store/credentials/rewrap-keys.ts'
import { describeRewrap } from '../store/credentials/rewrap-report.ts'
import { openStore, type Store } from '../store/database.ts'

/** Resolves with the exit status: 0 if only the first key is still needed. Throws ConfigError. */
export async function rewrapStoredKeys(
  env: Environment,
  say: (line: string) => void,
): Promise<number> {
  const config = parseConfig(env, { mode: 'keys' })
  return withStore(config, async (store) => {
    const report = await rewrapKeys(store, createKeyRing(config.encryptionKeys), (seen) => {
      say(`${String(seen)} keys checked`)
    })
    const { lines, good } = describeRewrap(
      report,
      config.encryptionKeys.map(({ id }) => id),
    )
    lines.forEach(say)
    return good ? 0 : 1
  })
}

/** Throws if DATA_DIR holds no store. */
export function assertStoreExists(dataDir: string): void {
  if (hasEmbeddedStore(dataDir)) return
  throw new Error(`DATA_DIR (${dataDir}) holds no store, and DATABASE_URL is not set.`)
}

async function withStore<T>(config: Config, work: (store: Store) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = config
  if (databaseUrl !== null) return withOpened(await openStore({ databaseUrl }), work)
  assertStoreExists(dataDir)
  const lock = lockDataDir(dataDir)
  try {
    return await withOpened(await openEmbeddedStore(dataDir), work)
  } finally {
    lock.release()
  }
}

async function withOpened<T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> {
  try {
    return await work(store)
  } finally {
    await store.destroy()
  }
}

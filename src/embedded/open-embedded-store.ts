// Opens the embedded database. Only the process that holds the lock of DATA_DIR may use this.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openStore, type Store } from '../store/database.ts'
import { dropAllLeases } from '../store/leases/leases.ts'

/** The lock proves that earlier lease holders have ended, so a restart need not wait until their leases expire. */
export async function openEmbeddedStore(dataDir: string): Promise<Store> {
  const store = await openStore({ folder: storeFolder(dataDir) })
  await dropAllLeases(store)
  return store
}

export function hasEmbeddedStore(dataDir: string): boolean {
  return existsSync(storeFolder(dataDir))
}

function storeFolder(dataDir: string): string {
  return join(dataDir, 'store')
}

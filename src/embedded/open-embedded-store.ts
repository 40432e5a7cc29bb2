// Opens the embedded database. Only the process that holds the lock of DATA_DIR may do so.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openStore, type Store } from '../store/database.ts'
import { dropAllLeases } from '../store/leases/leases.ts'

/** The lock proves that whoever held a lease is gone, so a restart does not wait for leases to run out. */
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

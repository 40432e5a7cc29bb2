// Opens the embedded database. Only the process that holds the lock of DATA_DIR may use this.
import { constants, existsSync } from 'node:fs'
import { cp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { withPrepared } from '../prepared/with-prepared.ts'
import { openStore, type Store } from '../store/database.ts'
import { dropAllLeases } from '../store/leases/leases.ts'

/** The lock proves that earlier lease holders have ended, so a restart need not wait until their leases expire. */
export async function openEmbeddedStore(dataDir: string): Promise<Store> {
  const folder = storeFolder(dataDir)
  if (!existsSync(folder)) await copyEmptyStore(folder)
  const store = await openStore({ folder })
  await dropAllLeases(store)
  return store
}

export function hasEmbeddedStore(dataDir: string): boolean {
  return existsSync(storeFolder(dataDir))
}

function storeFolder(dataDir: string): string {
  return join(dataDir, 'store')
}

/** In two steps, because a database of which only a part was copied before a kill would be broken for good. */
async function copyEmptyStore(folder: string): Promise<void> {
  const copy = `${folder}.new`
  await rm(copy, { recursive: true, force: true })
  const part = {
    kind: 'empty-store',
    key: await versionOfPglite(),
    program: fileURLToPath(new URL('./make-empty-store.ts', import.meta.url)),
  }
  await withPrepared(part, (made) =>
    cp(made, copy, { recursive: true, mode: constants.COPYFILE_FICLONE }),
  )
  await rename(copy, folder)
}

const Package = z.object({ version: z.string() })

async function versionOfPglite(): Promise<string> {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const manifest: unknown = JSON.parse(await readFile(join(main, '../../package.json'), 'utf8'))
  return Package.parse(manifest).version
}

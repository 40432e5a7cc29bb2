// Makes sure that one process tree at a time uses DATA_DIR: two would lose each other's rows without an error.
// The lock is SQLite's own lock on a file, which the operating system drops when the process dies, however it dies.
import { mkdirSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const LOCK_FILE = 'lock'

export interface DataDirLock {
  /** Removes all that the folder holds, so that the next start is a first start. */
  clear(): Promise<void>
  release(): void
}

/**
 * Makes the folder (mode 0700) where it is missing. Throws at once, naming the folder, when it is in use or
 * cannot be written to.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const database = openLockFile(dataDir)
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    throw new Error(
      `DATA_DIR (${dataDir}) is in use by another process of this service: end that one, or set DATA_DIR to ` +
        'another folder.',
      { cause: error },
    )
  }
  return {
    async clear() {
      const names = await readdir(dataDir)
      const others = names.filter((name) => name !== LOCK_FILE)
      await Promise.all(
        others.map((name) => rm(join(dataDir, name), { recursive: true, force: true })),
      )
    },
    release() {
      database.close()
    },
  }
}

function openLockFile(dataDir: string): DatabaseSync {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    // Opening and closing this file in any other way would drop the lock: POSIX locks belong to the process.
    return new DatabaseSync(join(dataDir, LOCK_FILE))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`DATA_DIR (${dataDir}) cannot be used as a folder to write to: ${reason}`, {
      cause: error,
    })
  }
}

/** SQLITE_BUSY: https://www.sqlite.org/rescode.html#busy */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}

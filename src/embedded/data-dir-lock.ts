// Makes sure that only one process tree at a time uses DATA_DIR: two would lose each other's rows without an error.
// The lock is SQLite's own lock on a file, which the operating system releases however the process ends.
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { getuid, umask } from 'node:process'
import { DatabaseSync } from 'node:sqlite'

const LOCK_FILE = 'lock'

export interface DataDirLock {
  /** Deletes everything in the folder, so that the next start is a first start. Throws if it holds other files. */
  clear(): Promise<void>
  release(): void
}

/**
 * Creates the folder if it is missing, removes other users' permissions (mode 0700), and sets the umask so that this
 * process creates files for its own user only. Throws at once, naming the folder, if it is in use, belongs to another
 * user, or is not writable.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  umask(0o077)
  makePrivate(dataDir)
  const isOfService = existsSync(join(dataDir, LOCK_FILE)) || readdirSync(dataDir).length === 0
  const database = openLockFile(dataDir)
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    throw new Error(
      `DATA_DIR (${dataDir}) is in use by another process of this service: end that process, or set DATA_DIR to ` +
        'another folder.',
      { cause: error },
    )
  }
  return {
    async clear() {
      if (!isOfService) {
        throw new Error(
          `DATA_DIR (${dataDir}) holds files that do not belong to the service: nothing was deleted.`,
        )
      }
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

/** The folder holds keys, tokens and contacts, encrypted or not. */
function makePrivate(dataDir: string): void {
  const stat = orThrowUnusable(dataDir, () => {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return statSync(dataDir)
  })
  const isShared = (stat.mode & STICKY) !== 0
  if (isShared || (getuid !== undefined && stat.uid !== getuid())) {
    throw new Error(
      `DATA_DIR (${dataDir}) is ${isShared ? 'shared by several users' : 'another user’s folder'}: ` +
        'set it to a folder of the user that the service runs as.',
    )
  }
  if ((stat.mode & 0o077) !== 0) {
    orThrowUnusable(dataDir, () => {
      chmodSync(dataDir, 0o700)
    })
  }
}

/** The sticky bit, which shared folders such as /tmp have. */
const STICKY = 0o1000

function openLockFile(dataDir: string): DatabaseSync {
  return orThrowUnusable(dataDir, () => {
    // Opening and closing this file in any other way would release the lock: POSIX locks belong to the process.
    return new DatabaseSync(join(dataDir, LOCK_FILE))
  })
}

function orThrowUnusable<T>(dataDir: string, use: () => T): T {
  try {
    return use()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`DATA_DIR (${dataDir}) is not a writable folder: ${reason}`, {
      cause: error,
    })
  }
}

/** SQLITE_BUSY: https://www.sqlite.org/rescode.html#busy */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}

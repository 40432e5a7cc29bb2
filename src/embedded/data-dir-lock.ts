// Makes sure that one process tree at a time uses DATA_DIR: two would lose each other's rows without an error.
// The lock is SQLite's own lock on a file, which the operating system drops when the process dies, however it dies.
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { getuid, umask } from 'node:process'
import { DatabaseSync } from 'node:sqlite'

const LOCK_FILE = 'lock'

export interface DataDirLock {
  /** Removes all that the folder holds, so that the next start is a first start. Refuses where it holds files of others. */
  clear(): Promise<void>
  release(): void
}

/**
 * Makes the folder where it is missing, takes the rights of others to it away (mode 0700), and from then on lets this
 * process make files for its own user alone. Throws at once, naming the folder, when it is in use, is somebody
 * else's, or cannot be written to.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  umask(0o077)
  makeOwn(dataDir)
  const isOfService = existsSync(join(dataDir, LOCK_FILE)) || readdirSync(dataDir).length === 0
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
      if (!isOfService) {
        throw new Error(
          `DATA_DIR (${dataDir}) holds files that are not the service’s: nothing was removed.`,
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

/** Keys, tokens and contacts are in it, encrypted or not. */
function makeOwn(dataDir: string): void {
  const stat = orRefuse(dataDir, () => {
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
    orRefuse(dataDir, () => {
      chmodSync(dataDir, 0o700)
    })
  }
}

/** As /tmp has it. */
const STICKY = 0o1000

function openLockFile(dataDir: string): DatabaseSync {
  return orRefuse(dataDir, () => {
    // Opening and closing this file in any other way would drop the lock: POSIX locks belong to the process.
    return new DatabaseSync(join(dataDir, LOCK_FILE))
  })
}

function orRefuse<T>(dataDir: string, use: () => T): T {
  try {
    return use()
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

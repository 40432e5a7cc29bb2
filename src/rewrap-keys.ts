/** `npm run rewrap-keys`: after a new key was put in front of ENCRYPTION_KEYS, so that the old one can go. Wiring only. */
import { runCommand, say } from './command-line.ts'
import { type Config, dataDirOf, type Environment, parseConfig } from './config.ts'
import { createKeyRing } from './crypto/key-ring.ts'
import { lockDataDir } from './embedded/data-dir-lock.ts'
import { withDemoSecrets } from './embedded/demo-secrets.ts'
import { hasEmbeddedStore, openEmbeddedStore } from './embedded/open-embedded-store.ts'
import { openStore, type Store } from './store/database.ts'
import { rewrapKeys } from './store/rewrap-keys.ts'
import { rewrapWords } from './store/rewrap-words.ts'

const USAGE = `Usage: npm run rewrap-keys [-- --demo]
  Wraps the data key of every account anew by the first key of ENCRYPTION_KEYS. Exit status 0: the others can go.
  On PostgreSQL the service may run meanwhile, with the same ENCRYPTION_KEYS; with the embedded store it must be stopped.
  --demo   take the settings that the demo made in DATA_DIR
  --help   print this`

async function run(given: ReadonlySet<'demo'>): Promise<number> {
  const env = given.has('demo') ? await demoEnvironment() : process.env
  const config = parseConfig(env, { mode: 'keys' })
  return withStore(config, async (store) => {
    const report = await rewrapKeys(store, createKeyRing(config.encryptionKeys), (seen) => {
      say(`${String(seen)} keys looked at`)
    })
    const { lines, good } = rewrapWords(
      report,
      config.encryptionKeys.map(({ id }) => id),
    )
    lines.forEach(say)
    return good ? 0 : 1
  })
}

/** Its keys are in DATA_DIR; what is set in the environment wins. */
async function demoEnvironment(): Promise<Environment> {
  const dataDir = dataDirOf(process.env, 'demo')
  insistOnStore(dataDir)
  return { ...(await withDemoSecrets(process.env, dataDir)), DATA_DIR: dataDir }
}

function insistOnStore(dataDir: string): void {
  if (hasEmbeddedStore(dataDir)) return
  throw new Error(`DATA_DIR (${dataDir}) holds no store, and DATABASE_URL is not set.`)
}

async function withStore<T>(config: Config, work: (store: Store) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = config
  if (databaseUrl !== null) return withOpened(await openStore({ databaseUrl }), work)
  insistOnStore(dataDir)
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

runCommand({ usage: USAGE, flags: ['demo'] }, run)

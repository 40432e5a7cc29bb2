/** The demo and the service as a person starts them, the demo with its own sandbox. */
import { spawn } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { createKeyRing } from '../../src/crypto/key-ring.ts'
import { lockDataDir } from '../../src/embedded/data-dir-lock.ts'
import { freePort } from '../../src/embedded/free-port.ts'
import { openEmbeddedStore } from '../../src/embedded/open-embedded-store.ts'
import { createAccountCiphers } from '../../src/store/credentials/account-ciphers.ts'
import { keepText } from '../support/servers/log-sink.ts'
import { PROGRAM_ENVIRONMENT } from '../support/processes/program-environment.ts'

const MINUTE = 60_000
/** The demo's output for linking an account by hand. Its values are secret, so the kept output omits them. */
const FOR_THE_WATCHER = /^( {2}(?:The page|User name|Password) +)\S+$/gm

async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'on24-act-on-demo-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

interface Started {
  readonly exitCode: number | null
  readonly output: string
}

const DEMO = 'demo/start.ts'
const SERVICE = 'src/start.ts'
type Entry = typeof DEMO | typeof SERVICE

async function start(
  entry: Entry,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  whileUp: (output: () => string, end: () => void) => Promise<void> = () => Promise.resolve(),
): Promise<Started> {
  const child = spawn(process.execPath, [entry, ...args], {
    env: {
      ...PROGRAM_ENVIRONMENT,
      // Raised, so that the test does not wait for the rate limit.
      ON24_CALLS_PER_MINUTE: '6000',
      TEMPORAL_PORT: String(await freePort()),
      TEMPORAL_UI_PORT: String(await freePort()),
      PORT: String(await freePort()),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const closed = once(child, 'close')
  await whileUp(
    () => output,
    () => child.kill('SIGINT'),
  )
  await closed
  keepText(output.replace(FOR_THE_WATCHER, '$1'))
  return { exitCode: child.exitCode, output }
}

test(
  'the demo ends after its first sync with the option, continues where it stopped, and leaves an account to link by hand',
  async () => {
    const DATA_DIR = await newDataDir()
    const first = await start(DEMO, ['--once'], { DATA_DIR })
    expect(first).toMatchObject({ exitCode: 0 })
    expect(first.output).toContain('Every ledger adds up')
    expect(first.output.match(/Linking/g)).toHaveLength(3)
    const secrets = join(DATA_DIR, 'demo-secrets.json')
    expect((await stat(secrets)).mode & 0o777).toBe(0o600)
    const keys = await readFile(secrets, 'utf8')

    const second = await start(DEMO, [], { DATA_DIR }, async (output, end) => {
      const shown = (label: string) => new RegExp(`${label} +(\\S+)`).exec(output())?.[1] ?? ''
      await expect.poll(() => shown('Password'), { timeout: 2 * MINUTE }).not.toBe('')
      const form = { username: shown('User name'), password: shown('Password') }
      const asks = await fetch(shown('The page'))
      expect(await asks.text()).toContain('Example Events asks you to connect')
      const linked = await fetch(shown('The page'), {
        method: 'POST',
        body: new URLSearchParams(form),
        redirect: 'manual',
      })
      expect([linked.status, linked.headers.get('location')]).toEqual([303, '/link/done'])
      end()
    })
    expect(second).toMatchObject({ exitCode: 0 })
    expect(second.output).not.toContain('Linking')
    expect(await readFile(secrets, 'utf8')).toBe(keys)
  },
  5 * MINUTE,
)

test('a start without settings names each that is missing, and touches nothing', async () => {
  const { exitCode, output } = await start(SERVICE, [], { DATA_DIR: await newDataDir() })
  expect(exitCode).toBe(1)
  for (const name of [
    'ENCRYPTION_KEYS',
    'OPERATOR_TOKENS',
    'ACTON_CLIENT_ID',
    'ACTON_CLIENT_SECRET',
    'PUBLIC_URL',
  ]) {
    expect(output).toContain(name)
  }
  expect(output).not.toContain('    at ')
})

test('a wrong option prints the usage', async () => {
  const { exitCode, output } = await start(DEMO, ['--onec'], { DATA_DIR: await newDataDir() })
  expect(exitCode).toBe(1)
  expect(output).toContain('--once')
})

/** Settings with which the service starts. The tests override some of them. */
const SETTINGS = {
  ENCRYPTION_KEYS: `one:${randomBytes(32).toString('base64')}`,
  OPERATOR_TOKENS: `ada:${randomBytes(24).toString('hex')}`,
  ACTON_CLIENT_ID: 'client',
  ACTON_CLIENT_SECRET: 'secret',
  PUBLIC_URL: 'http://localhost',
}

/** A data directory whose stored data key is wrapped with another key than SETTINGS has, under the same id. */
async function storeOfAnother(): Promise<string> {
  const dataDir = await newDataDir()
  const lock = lockDataDir(dataDir)
  const store = await openEmbeddedStore(dataDir)
  const ring = createKeyRing([{ id: 'one', key: createSecretKey(randomBytes(32)) }])
  await createAccountCiphers(store, ring).serviceHash('makes the key')
  await store.destroy()
  lock.release()
  return dataDir
}

test('a start with other keys than the store’s reports it, and does not serve', async () => {
  const { exitCode, output } = await start(SERVICE, [], {
    ...SETTINGS,
    DATA_DIR: await storeOfAnother(),
  })
  expect(exitCode).toBe(1)
  expect(output).toContain('ENCRYPTION_KEYS does not open what is stored')
  expect(output).not.toContain('Serving')
})

test('a port in use is detected before anything is started', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => {
    other.close()
  })
  const { port } = z.object({ port: z.number() }).parse(other.address())
  const DATA_DIR = await newDataDir()
  const { exitCode, output } = await start(SERVICE, [], {
    ...SETTINGS,
    DATA_DIR,
    PORT: String(port),
  })
  expect(exitCode).toBe(1)
  expect(output).toContain(`Port ${String(port)} is in use`)
  expect(output).not.toContain('Opening the store')
})

test.each<[string, Entry, string[], Record<string, string>, string]>([
  ['without the demo', SERVICE, ['--fresh'], {}, "Unknown option '--fresh'"],
  ['with a wrong setting', DEMO, ['--fresh'], { SYNC_JITTER_SECONDS: 'x' }, 'SYNC_JITTER'],
])('--fresh %s deletes nothing', async (_how, entry, args, env, words) => {
  const DATA_DIR = await storeOfAnother()
  const before = await readdir(DATA_DIR)
  const { exitCode, output } = await start(entry, args, { ...SETTINGS, DATA_DIR, ...env })
  expect(exitCode).toBe(1)
  expect(output).toContain(words)
  expect(await readdir(DATA_DIR)).toEqual(before)
})

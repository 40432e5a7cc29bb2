// The secrets that the demo needs and a new user does not have: keys, a token, and a client id and secret for the
// sandbox's Act-On. Created once and kept in DATA_DIR, readable only by its owner. `npm start` never uses them.
import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Environment } from '../src/config/config.ts'

const FILE = 'demo-secrets.json'

const demoSecrets = z.object({
  ENCRYPTION_KEYS: z.string(),
  OPERATOR_TOKENS: z.string(),
  ACTON_CLIENT_ID: z.string(),
  ACTON_CLIENT_SECRET: z.string(),
})
type DemoSecrets = z.infer<typeof demoSecrets>

/** Adds the missing secrets to the environment; variables that are set win. The folder must exist and be locked. */
export async function withDemoSecrets(env: Environment, dataDir: string): Promise<Environment> {
  const file = join(dataDir, FILE)
  await writeOnce(file, newSecrets())
  return fillGaps(env, demoSecrets.parse(JSON.parse(await readFile(file, 'utf8'))))
}

/** Like `withDemoSecrets`, but with throw-away secrets: to validate the rest of the environment. */
export function withThrowAwaySecrets(env: Environment): Environment {
  return fillGaps(env, newSecrets())
}

function fillGaps(env: Environment, secrets: DemoSecrets): Environment {
  const filled: Environment = {
    ...secrets,
    PUBLIC_URL: `http://127.0.0.1:${env['PORT']?.trim() || '8080'}`,
  }
  const set = Object.entries(env).filter(([, value]) => value?.trim())
  return { ...filled, ...Object.fromEntries(set) }
}

function newSecrets(): DemoSecrets {
  return {
    ENCRYPTION_KEYS: `demo:${randomBytes(32).toString('base64')}`,
    OPERATOR_TOKENS: `demo:${randomBytes(24).toString('base64url')}`,
    ACTON_CLIENT_ID: 'demo-client',
    ACTON_CLIENT_SECRET: randomBytes(24).toString('base64url'),
  }
}

/** Creates the file atomically, and never replaces it: with other keys, stored rows would be unreadable. */
async function writeOnce(file: string, secrets: DemoSecrets): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  try {
    await link(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(draft)
  }
}

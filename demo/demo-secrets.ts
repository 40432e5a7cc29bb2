// What the demo needs and a first user has not got: keys, a token, and an identity at the sandbox's Act-On.
// Made once and kept in DATA_DIR, readable by its owner only. `npm start` never uses it.
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

/** The environment with its gaps filled: what is set in it wins. The folder must exist and be locked. */
export async function withDemoSecrets(env: Environment, dataDir: string): Promise<Environment> {
  const file = join(dataDir, FILE)
  await writeOnce(file, newSecrets())
  return fillGaps(env, demoSecrets.parse(JSON.parse(await readFile(file, 'utf8'))))
}

/** As `withDemoSecrets`, with secrets that are nobody's: to see whether the rest of the environment is right. */
export function withPassingSecrets(env: Environment): Environment {
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

/** The file appears whole or not at all, and is never replaced: other keys would make stored rows unreadable. */
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

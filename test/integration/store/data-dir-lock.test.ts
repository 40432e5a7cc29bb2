import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockDataDir } from '../../../src/embedded/data-dir-lock.ts'
import { withDemoSecrets } from '../../../demo/demo-secrets.ts'
import { parseConfig } from '../../../src/config/config.ts'

let folder: string
let dataDir: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'on24-act-on-lock-'))
  dataDir = join(folder, 'data')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function startHolder() {
  const program = join(folder, 'holder.ts')
  const module = resolve('src/embedded/data-dir-lock.ts')
  await writeFile(
    program,
    `import { lockDataDir } from ${JSON.stringify(module)}
     const lock = lockDataDir(${JSON.stringify(dataDir)})
     console.log('locked')
     setInterval(() => lock, 1_000)`,
  )
  const holder = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  return holder
}

describe('the lock on DATA_DIR', () => {
  test('names the folder where it cannot be written to', async () => {
    await writeFile(dataDir, 'a file, not a folder')
    expect(() => lockDataDir(dataDir)).toThrow(`DATA_DIR (${dataDir}) is not a writable folder`)
  })

  test('keeps a second process out, naming the folder, and is free at once when the first is killed', async () => {
    const holder = await startHolder()
    expect(() => lockDataDir(dataDir)).toThrow(`DATA_DIR (${dataDir}) is in use`)
    holder.kill('SIGKILL')
    await once(holder, 'close')
    lockDataDir(dataDir).release()
  })

  test('keeps a second user in the same process out until it is released', () => {
    const lock = lockDataDir(dataDir)
    expect(() => lockDataDir(dataDir)).toThrow('is in use')
    lock.release()
    lockDataDir(dataDir).release()
  })

  test('makes the folder for its owner only', async () => {
    lockDataDir(dataDir).release()
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
  })

  test('removes the rights of other users from an existing folder, and from files created in it', async () => {
    await mkdir(dataDir)
    await chmod(dataDir, 0o777)
    lockDataDir(dataDir).release()
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
    await writeFile(join(dataDir, 'made'), '')
    expect((await stat(join(dataDir, 'made'))).mode & 0o777).toBe(0o600)
  })

  test('refuses a folder that several users share', async () => {
    await mkdir(dataDir)
    await chmod(dataDir, 0o1777)
    expect(() => lockDataDir(dataDir)).toThrow(`DATA_DIR (${dataDir}) is shared by several users`)
    expect((await stat(dataDir)).mode & 0o7777).toBe(0o1777)
  })

  test.runIf(process.getuid?.() === 0)('refuses another user’s folder', async () => {
    await mkdir(dataDir)
    await chown(dataDir, 65_534, 65_534)
    expect(() => lockDataDir(dataDir)).toThrow(`DATA_DIR (${dataDir}) is another user’s folder`)
  })

  test('does not clear a folder with other files', async () => {
    await mkdir(dataDir)
    await writeFile(join(dataDir, 'thesis.txt'), 'years of work')
    const lock = lockDataDir(dataDir)
    await expect(lock.clear()).rejects.toThrow('nothing was deleted')
    lock.release()
    expect(await readdir(dataDir)).toContain('thesis.txt')
  })

  test('still holds after the folder was cleared', async () => {
    const lock = lockDataDir(dataDir)
    await mkdir(join(dataDir, 'database'))
    await writeFile(join(dataDir, 'database', 'rows'), 'x')
    await lock.clear()
    expect(await readdir(dataDir)).toEqual(['lock'])
    expect(() => lockDataDir(dataDir)).toThrow('is in use')
    lock.release()
  })
})

describe('the demo’s secrets', () => {
  beforeEach(() => lockDataDir(dataDir).release())

  test('complete an empty environment, stay the same at the next start and are readable by the owner only', async () => {
    const first = await withDemoSecrets({}, dataDir)
    expect(parseConfig(first, { mode: 'demo' }).http.publicUrl).toBe('http://127.0.0.1:8080')
    expect(await withDemoSecrets({}, dataDir)).toEqual(first)
    expect((await stat(join(dataDir, 'demo-secrets.json'))).mode & 0o777).toBe(0o600)
    expect(await readdir(dataDir)).toEqual(['demo-secrets.json', 'lock'])
  })

  test('are replaced by the environment’s settings unless those are blank', async () => {
    const env = await withDemoSecrets(
      { PORT: '9000', OPERATOR_TOKENS: 'ada:x', ENCRYPTION_KEYS: ' ' },
      dataDir,
    )
    expect(env).toMatchObject({ PUBLIC_URL: 'http://127.0.0.1:9000', OPERATOR_TOKENS: 'ada:x' })
    expect(env['ENCRYPTION_KEYS']).toMatch(/^demo:/)
  })
})

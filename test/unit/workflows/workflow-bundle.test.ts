import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bundleWorkflows } from '../../../src/temporal/workflow-bundle.ts'
import { testLogger } from '../../support/servers/log-sink.ts'

/** On a busy machine. */
const PATIENCE = { timeout: 120_000 }
const ROOT = join(import.meta.dirname, '../../..')

/** Packages that make a cached workflow about ten times larger, or that are useless without a network. */
const KEPT_OUT = ['zod', 'axios', '@opentelemetry', 'express', 'kysely', 'pino']

test(
  'the workflow bundle holds our workflows and the SDK, and nothing heavy',
  PATIENCE,
  async () => {
    const { code } = await bundleWorkflows(testLogger())
    expect(code).toContain('node_modules/@temporalio/workflow')
    expect(code).toContain('workflows/account-sync.ts')
    for (const name of KEPT_OUT) expect(code).not.toContain(`node_modules/${name}`)
  },
)

/** A copy of what the bundle is made from, with the folder that its bundle is kept in. */
async function copyOfSources() {
  const root = await mkdtemp(join(tmpdir(), 'on24-act-on-bundle-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const path of [
    'workflows',
    'src/contracts',
    'src/temporal/bundle-program.ts',
    'package.json',
  ])
    await cp(join(ROOT, path), join(root, path), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  const dist = join(root, 'dist')
  const bundle = async () => (await bundleWorkflows(testLogger(), { root, dist })).code
  return { root, dist, bundle, kept: () => readdir(dist) }
}

test(
  'the bundle that is kept is used again, and made anew when a source has changed',
  PATIENCE,
  async () => {
    const { root, dist, bundle, kept } = await copyOfSources()
    const made = await bundle()
    const [name = '', ...others] = await kept()
    expect(others).toEqual([])
    expect(await readFile(join(dist, name), 'utf8')).toBe(made)

    await writeFile(join(dist, name), 'the kept one')
    expect(await bundle()).toBe('the kept one')

    await appendFile(join(root, 'src/contracts/temporal-names.ts'), '\n// Changed.\n')
    expect(await bundle()).toContain('workflows/account-sync.ts')
    expect(await kept()).toHaveLength(1)
    expect(await kept()).not.toEqual([name])
  },
)

test(
  'a bundle that cannot be made is an error with the reason, and nothing is kept',
  PATIENCE,
  async () => {
    const { root, bundle, kept } = await copyOfSources()
    await appendFile(join(root, 'workflows/index.ts'), "\nexport * from './missing.ts'\n")
    await expect(bundle()).rejects.toThrow('missing.ts')
    expect(await kept()).toEqual([])
  },
)

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { prebuiltBundle, writePrebuiltBundle } from '../../../src/temporal/prebuilt-bundle.ts'
import { bundleWorkflows } from '../../../src/temporal/workflow-bundle.ts'
import { testLogger } from '../../support/servers/log-sink.ts'

/** Packages that make a cached workflow about ten times larger, or that are useless without a network. */
const KEPT_OUT = ['zod', 'axios', '@opentelemetry', 'express', 'kysely', 'pino']

test('the workflow bundle holds our workflows and the SDK, and nothing heavy', async () => {
  const { code } = await bundleWorkflows(testLogger())
  expect(code).toContain('node_modules/@temporalio/workflow')
  expect(code).toContain('workflows/account-sync.ts')
  for (const name of KEPT_OUT) expect(code).not.toContain(`node_modules/${name}`)
})

test('a prebuilt bundle of another release is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'on24-act-on-bundle-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await expect(prebuiltBundle(folder)).rejects.toThrow(`no workflow bundle in ${folder}`)
  const codePath = await writePrebuiltBundle(folder, testLogger())
  expect(await prebuiltBundle(folder)).toEqual({ codePath })

  const origin = join(folder, 'workflow-bundle.json')
  const made = await readFile(origin, 'utf8')
  await writeFile(origin, made.replace(/(@temporalio.worker )[\d.]+/, '$11.20.3'))
  await expect(prebuiltBundle(folder)).rejects.toThrow(
    /worker 1\.20\.3.*installed: .*npm run bundle$/,
  )
  await writeFile(origin, made.replace(/"sources":"\w/, '"sources":"x'))
  await expect(prebuiltBundle(folder)).rejects.toThrow(
    /made from workflows other .*npm run bundle$/,
  )
})

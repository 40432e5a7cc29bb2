import { expect, test } from 'vitest'
import { bundleWorkflows } from '../../src/temporal/workflow-bundle.ts'
import { testLogger } from '../support/log-sink.ts'

/** Each makes a cached workflow about ten times bigger, or has no use without a network. */
const KEPT_OUT = ['zod', 'axios', '@opentelemetry', 'express', 'kysely', 'pino']

test('the workflow bundle holds our workflows and the SDK, and nothing heavy', async () => {
  const { code } = await bundleWorkflows(testLogger())
  expect(code).toContain('node_modules/@temporalio/workflow')
  expect(code).toContain('workflows/account-sync.ts')
  for (const name of KEPT_OUT) expect(code).not.toContain(`node_modules/${name}`)
})

import { Runtime } from '@temporalio/worker'
import { expect, test, vi } from 'vitest'
import { createLogger } from '../../src/observability/logger.ts'
import { installTemporalRuntime } from '../../src/temporal/runtime.ts'

test('the Temporal SDK’s log goes to the service’s logger, with the same fields blanked', async () => {
  const lines: string[] = []
  installTemporalRuntime(createLogger({ destination: { write: (line) => void lines.push(line) } }))
  Runtime.instance().logger.warn('activity failed', { workflowId: 'account/1', token: 'canary' })
  await vi.waitUntil(() => lines.length > 0, { timeout: 5_000 })
  expect(JSON.parse(lines.join(''))).toMatchObject({
    level: 40,
    msg: 'activity failed',
    workflowId: 'account/1',
    token: '[redacted]',
  })
})

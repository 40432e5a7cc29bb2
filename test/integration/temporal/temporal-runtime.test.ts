import { Runtime } from '@temporalio/worker'
import { expect, test, vi } from 'vitest'
import { createLogger } from '../../../src/observability/logger.ts'
import { installTemporalRuntime } from '../../../src/temporal/runtime.ts'

test('what Temporal’s SDK logs reaches our logger, with the same fields blanked', async () => {
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

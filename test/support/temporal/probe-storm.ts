/** A workflow for tests: it starts many activities at once that all need the access token of one account. */
import { proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../../../activities/index.ts'
import { TASK_QUEUES } from '../../../src/contracts/temporal-names.ts'

const { probeActOn } = proxyActivities<Pick<Activities, 'probeActOn'>>({
  taskQueue: TASK_QUEUES.vendors,
  scheduleToCloseTimeout: '2m',
  retry: { maximumAttempts: 1 },
})

export async function probeStorm(on24ClientId: string, probes: number): Promise<boolean[]> {
  const probe = async () => (await probeActOn({ on24ClientId })).goesOn
  return Promise.all(Array.from({ length: probes }, probe))
}

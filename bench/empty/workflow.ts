/** The least that a workflow with two activities can do: what Temporal alone costs. */
import { proxyActivities } from '@temporalio/workflow'
import type { EmptyActivities } from './activities.ts'

const { first, second } = proxyActivities<EmptyActivities>({
  taskQueue: 'empty-activities',
  startToCloseTimeout: '10m',
})

export async function emptyRun(): Promise<void> {
  await first()
  await second()
}

/** How long controllers take for their first answer after their worker was started again. */
import type { Client } from '@temporalio/client'
import { controllerId, TASK_QUEUES, WORKFLOW_TYPES } from '../src/contracts/temporal-names.ts'
import type { AccountStatus } from '../src/contracts/operations.ts'

const SIGNALS = 1300
const SIGNALS_AT_ONCE = 20
const LOOK_EVERY_MS = 200
/** The day of a controller that gets more signals in it than others in a year. */
const DAY_MS = 30_000

/** Milliseconds, in the order of `ids`. One controller at a time, so that none waits for another one. */
export async function firstAnswers(client: Client, ids: readonly string[]): Promise<number[]> {
  const answers: number[] = []
  for (const on24ClientId of ids) {
    const askedAt = performance.now()
    await client.workflow.getHandle(controllerId(on24ClientId)).query<AccountStatus>('status')
    answers.push(performance.now() - askedAt)
  }
  return answers
}

/**
 * Replaces the account's controller by one with a day of half a minute, sends it more signals than a month has, and
 * waits for the next day. Returns the number of events that the history of the day had.
 */
export async function liveThroughADay(client: Client, on24ClientId: string): Promise<number> {
  const workflowId = controllerId(on24ClientId)
  await client.workflow.getHandle(workflowId).terminate()
  const { firstExecutionRunId } = await client.workflow.start(WORKFLOW_TYPES.account, {
    ...{ workflowId, taskQueue: TASK_QUEUES.workflows },
    args: [{ on24ClientId, quotaProbeSeconds: 3600, dayMs: DAY_MS }],
  })
  const first = client.workflow.getHandle(workflowId, firstExecutionRunId)
  for (let sent = 0; sent < SIGNALS; sent += SIGNALS_AT_ONCE) {
    const signals = Array.from({ length: SIGNALS_AT_ONCE }, () =>
      client.workflow.getHandle(workflowId).signal('noise'),
    )
    await Promise.all(signals)
  }
  while ((await first.describe()).status.name === 'RUNNING') {
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS))
  }
  return (await first.describe()).historyLength
}

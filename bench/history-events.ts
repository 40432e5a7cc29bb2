/** The number of a run's history events in Temporal, over all its continuations. */
import type { Client } from '@temporalio/client'

export async function countHistoryEvents(
  client: Client,
  workflowId: string,
  firstRunId: string,
): Promise<number> {
  let count = 0
  let runId: string | null | undefined = firstRunId
  while (runId) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    count += events?.length ?? 0
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId
  }
  return count
}

/** Does what `temporal workflow reset` does: resets to the first workflow task and reapplies all later signals. */
import { randomUUID } from 'node:crypto'
import type { Client, WorkflowHandle } from '@temporalio/client'
import { expect } from 'vitest'

export async function resetToItsBeginning(client: Client, workflow: WorkflowHandle): Promise<void> {
  const { runId } = await workflow.describe()
  const { events } = await client.workflow.getHandle(workflow.workflowId, runId).fetchHistory()
  const completed = events?.find((event) => event.workflowTaskCompletedEventAttributes)
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId: workflow.workflowId, runId },
    reason: 'A test resets it.',
    workflowTaskFinishEventId: completed?.eventId ?? expect.fail('no task was completed'),
    requestId: randomUUID(),
  })
}

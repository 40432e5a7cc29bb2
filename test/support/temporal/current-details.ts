import type { Workflow, WorkflowHandle } from '@temporalio/client'

/** The current details that the Temporal UI shows for a workflow; empty if it has set none. */
export async function currentDetails(workflow: WorkflowHandle<Workflow>): Promise<string> {
  const metadata = await workflow.query<{ currentDetails?: string }>('__temporal_workflow_metadata')
  return metadata.currentDetails ?? ''
}

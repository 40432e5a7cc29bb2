/** The path of a run's page. A workflow id contains slashes, which are percent-encoded. */
import type { Run } from '../../../api/run.ts'

export function runPath(
  on24ClientId: string,
  { workflowId, runId }: Pick<Run, 'workflowId' | 'runId'>,
): string {
  return `/accounts/${on24ClientId}/runs/${encodeURIComponent(workflowId)}/${encodeURIComponent(runId)}`
}

/** URLs in Temporal's web UI. */
import type { Config } from '../../config/config.ts'
import { controllerId, syncScheduleId } from '../../contracts/temporal-names.ts'

export interface TemporalLinks {
  schedule(on24ClientId: string): string
  controller(on24ClientId: string): string
  run(run: { readonly workflowId: string; readonly runId: string }): string
}

/** Null when the URL of the UI is not configured. */
export function temporalLinks({
  temporalUiUrl,
  temporal,
}: Pick<Config, 'temporalUiUrl' | 'temporal'>): TemporalLinks | null {
  if (temporalUiUrl === null) return null
  const namespace = `${temporalUiUrl}/namespaces/${encodeURIComponent(temporal.namespace)}`
  const workflow = (workflowId: string) =>
    `${namespace}/workflows/${encodeURIComponent(workflowId)}`
  return {
    schedule: (id) => `${namespace}/schedules/${encodeURIComponent(syncScheduleId(id))}`,
    controller: (id) => workflow(controllerId(id)),
    run: ({ workflowId, runId }) => `${workflow(workflowId)}/${encodeURIComponent(runId)}/history`,
  }
}

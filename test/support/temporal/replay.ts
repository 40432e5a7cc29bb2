/** Replays histories on a workflow bundle with the production payload converter. It needs no server. */
import { Worker } from '@temporalio/worker'
import { PAYLOAD_CONVERTER } from '../../../src/temporal/workflow-bundle.ts'

export interface NamedHistory {
  readonly name: string
  readonly history: unknown
}

/** The error of each history by name; null for a history that replays. */
export async function replay(
  bundle: { readonly code: string } | { readonly codePath: string },
  histories: readonly NamedHistory[],
): Promise<Record<string, string | null>> {
  const results = Worker.runReplayHistories(
    { workflowBundle: bundle, dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER } },
    histories.map(({ name, history }) => ({ workflowId: name, history })),
  )
  const ends: Record<string, string | null> = {}
  for await (const { workflowId, error } of results) {
    ends[workflowId] = error === undefined ? null : `${error.name}: ${error.message}`
  }
  return ends
}

/** Replays histories on a bundle of workflows, with the converter of production. Needs no server. */
import { Worker } from '@temporalio/worker'
import { PAYLOAD_CONVERTER } from '../../../src/temporal/workflow-bundle.ts'

export interface NamedHistory {
  readonly name: string
  readonly history: unknown
}

/** By name, why a history does not replay: null for one that does. */
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

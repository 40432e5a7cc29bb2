/** One run of an account, its first or one at a slot, in a worker process that does nothing else; and its figures. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, ScheduleOverlapPolicy } from '@temporalio/client'
import { syncScheduleId } from '../src/contracts/temporal-names.ts'
import type { Store } from '../src/store/database.ts'
import { listRuns, type Run } from '../src/store/runs/runs.ts'
import { countHistoryEvents } from './history-events.ts'
import { startWorkerProcess } from './worker-process.ts'

export interface MeasuredRun {
  readonly name: string
  readonly run: Run
  readonly seconds: number
  readonly events: number
  readonly startRssBytes: number
  readonly peakRssBytes: number
}

export interface RunToMeasure {
  readonly name: string
  readonly on24ClientId: string
  /** A slot of the Schedule, in the past of real time; null: the account's first run, which starts by itself. */
  readonly slot: Date | null
}

const LOOK_EVERY_MS = 200
const PATIENCE_MS = 60 * 60_000

/** `env` is the worker's whole environment. */
export async function measureRun(
  { client, store }: { readonly client: Client; readonly store: Store },
  env: Readonly<Record<string, string>>,
  { name, on24ClientId, slot }: RunToMeasure,
): Promise<MeasuredRun> {
  const scheduleId = syncScheduleId(on24ClientId)
  const worker = await startWorkerProcess(env)
  try {
    const startRssBytes = worker.peakRssBytes()
    const startedAt = performance.now()
    if (slot !== null) {
      await client.schedule.getHandle(scheduleId).backfill({
        start: new Date(slot.getTime() - 1000),
        end: slot,
        overlap: ScheduleOverlapPolicy.BUFFER_ONE,
      })
    }
    const run = await endedRun(store, on24ClientId, ({ trigger, workflowId }) =>
      slot === null ? trigger === 'link' : workflowId === `${scheduleId}-${isoSeconds(slot)}`,
    )
    const seconds = (performance.now() - startedAt) / 1000
    await client.workflow.getHandle(run.workflowId, run.runId).result()
    const events = await countHistoryEvents(client, run.workflowId, run.runId)
    return { name, run, seconds, events, startRssBytes, peakRssBytes: worker.peakRssBytes() }
  } finally {
    await worker.kill()
  }
}

async function endedRun(
  store: Store,
  on24ClientId: string,
  isIt: (run: Run) => boolean,
): Promise<Run> {
  const deadline = performance.now() + PATIENCE_MS
  while (performance.now() < deadline) {
    const runs = await listRuns(store, on24ClientId, 20)
    const ended = runs.find((run) => isIt(run) && run.finishedAt !== null)
    if (ended !== undefined) return ended
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error(`A run of account ${on24ClientId} did not end.`)
}

/** The slot as in Temporal's workflow id of the run. */
function isoSeconds(slot: Date): string {
  return slot.toISOString().replace('.000Z', 'Z')
}

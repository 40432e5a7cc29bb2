/** The frame of every activity of a run: heartbeat, the run's lease, and its vendor calls counted. */
import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity'
import type { RunReference } from '../src/contracts/sync-activities.ts'
import type { OnVendorCall } from '../src/contracts/vendor-call.ts'
import { addCalls } from '../src/store/runs.ts'
import type { ActivityContext } from './context.ts'
import { AccountIsClosing, keepRunLease, RunBusy } from './run-lease.ts'

const HEARTBEAT_EVERY_MS = 2_500

export interface RunWork {
  /** Aborts when the activity is cancelled, the run's lease is lost, or the account is being removed. */
  readonly signal: AbortSignal
  readonly onCall: OnVendorCall
  /** Names this attempt: the owner of its leases. */
  readonly attempt: string
}

/** Does one activity's share of a run. Heartbeats carry nothing: progress is in the store. */
export async function withinRun<T>(
  { store }: Pick<ActivityContext, 'store'>,
  run: RunReference,
  work: (work: RunWork) => Promise<T>,
): Promise<T> {
  await keepRunLease(store, run)
  const info = activityInfo()
  const calls = { on24: 0, actOn: 0 }
  const lost = new AbortController()
  const beat = setInterval(() => {
    heartbeat()
    keepRunLease(store, run).catch((error: unknown) => {
      // A database that is away for a moment is no reason to stop.
      if (error instanceof RunBusy || error instanceof AccountIsClosing) lost.abort(error)
    })
  }, HEARTBEAT_EVERY_MS)
  try {
    return await work({
      signal: AbortSignal.any([cancellationSignal(), lost.signal]),
      onCall: ({ vendor }) => {
        calls[vendor] += 1
      },
      attempt: `${run.runKey}/${info.activityId}/${String(info.attempt)}`,
    })
  } finally {
    clearInterval(beat)
    await addCalls(store, run.runKey, calls)
  }
}

/** The frame of every activity of a run: heartbeat, the run's lease, its vendor calls counted, its end in order. */
import { activityInfo, cancellationSignal, Context, heartbeat } from '@temporalio/activity'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import type { OnVendorCall } from '../../src/contracts/vendor-call.ts'
import { SoftStop } from '../../src/http/soft-stop.ts'
import { addCalls } from '../../src/store/runs/runs.ts'
import type { Service } from '../../src/service.ts'
import { AccountPaused, endRunLease, keepRunLease, RunBusy } from './run-lease.ts'
import { AccountBeingRemoved } from '../../src/store/accounts/account.ts'

const HEARTBEAT_EVERY_MS = 2_500

export interface RunWork {
  /**
   * Aborts when the activity is cancelled, the run's lease is lost, or the account is being removed. After a pause
   * and a cancellation a call under way may still end: see soft-stop.ts.
   */
  readonly signal: AbortSignal
  readonly onCall: OnVendorCall
  /** Names this attempt, the owner of its leases; begins with the run's key and a slash. */
  readonly attempt: string
  /** From now on a pause of the account aborts the signal, too. Throws AccountPaused when it is paused now. */
  stopOnPause(): Promise<void>
}

/** Somebody cancelled the workflow, or the server gave the attempt up. */
class RunCancelled extends SoftStop {
  override readonly name = 'RunCancelled'
}

/** Does one activity's share of a run. Heartbeats carry nothing: progress is in the store. */
export async function withinRun<T>(
  { store }: Pick<Service, 'store'>,
  run: RunReference,
  work: (work: RunWork) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const cancellation = cancellationSignal()
  // Whoever cancels calls from outside of the activity, where there is no current one.
  const context = Context.current()
  const cancel = () => {
    // A worker that is shut down has given the activity its time already.
    const isOverdue = context.cancellationDetails?.workerShutdown === true
    stop.abort(isOverdue ? cancellation.reason : new RunCancelled('The run was cancelled.'))
  }
  let stopsOnPause = false
  const look = async () => {
    const { isPaused } = await keepRunLease(store, run)
    if (isPaused && stopsOnPause) stop.abort(new AccountPaused(run.on24ClientId))
  }
  const lookOrStop = () => {
    look().catch((error: unknown) => {
      // A database that is away for a moment is no reason to stop.
      if (error instanceof RunBusy || error instanceof AccountBeingRemoved) stop.abort(error)
    })
  }

  const info = activityInfo()
  const calls = { on24: 0, actOn: 0 }
  let beat: NodeJS.Timeout | undefined
  try {
    await look()
    beat = setInterval(() => {
      heartbeat()
      lookOrStop()
    }, HEARTBEAT_EVERY_MS)
    cancellation.addEventListener('abort', cancel)
    if (cancellation.aborted) cancel()
    return await work({
      signal: stop.signal,
      onCall: ({ vendor }) => {
        calls[vendor] += 1
      },
      attempt: `${run.runKey}/${info.activityId}/${String(info.attempt)}`,
      async stopOnPause() {
        stopsOnPause = true
        await look()
        stop.signal.throwIfAborted()
      },
    })
  } catch (error) {
    if (error instanceof AccountBeingRemoved) await endRunLease(store, run)
    throw error
  } finally {
    clearInterval(beat)
    cancellation.removeEventListener('abort', cancel)
    await addCalls(store, run.runKey, calls)
  }
}

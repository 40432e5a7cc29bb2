/** What surrounds each activity of a run: heartbeat, the run's lease, counting of vendor calls, an orderly end. */
import { activityInfo, cancellationSignal, Context, heartbeat } from '@temporalio/activity'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import type { OnVendorCall } from '../../src/contracts/vendor-call.ts'
import { SoftStop } from '../../src/http/soft-stop.ts'
import { addCalls } from '../../src/store/runs/runs.ts'
import type { Service } from '../../src/service.ts'
import { triedDetails } from '../longest-trying.ts'
import { AccountPaused, endRunLease, keepRunLease, RunBusy } from './run-lease.ts'
import { AccountBeingRemoved } from '../../src/store/accounts/account.ts'

const HEARTBEAT_EVERY_MS = 2_500

export interface RunWork {
  /**
   * Aborts when the activity is cancelled, the run's lease is lost, or the account is being removed. After a pause or
   * a cancellation a call under way may still finish: see soft-stop.ts.
   */
  readonly signal: AbortSignal
  readonly onCall: OnVendorCall
  /** The name of this attempt, which owns its leases. Begins with the run's key and a slash. */
  readonly attempt: string
  /** An earlier attempt of the activity has failed. */
  readonly isRepeated: boolean
  /** From now on a pause of the account also aborts the signal. Throws AccountPaused if it is paused now. */
  stopOnPause(): Promise<void>
}

/** The workflow was cancelled, or the server gave up the attempt. */
class RunCancelled extends SoftStop {
  override readonly name = 'RunCancelled'
}

/** Runs `work` as one activity of a run. Heartbeats carry no progress, which is in the store. */
export async function withinRun<T>(
  { store, activitySlots }: Pick<Service, 'store' | 'activitySlots'>,
  run: RunReference,
  work: (work: RunWork) => Promise<T>,
): Promise<T> {
  const giveBack = activitySlots.take()
  const stop = new AbortController()
  const cancellation = cancellationSignal()
  // `cancel` is called outside of the activity's async context, where `Context.current()` would throw.
  const context = Context.current()
  const cancel = () => {
    // A worker that shuts down has already given the activity its grace period.
    const isOverdue = context.cancellationDetails?.workerShutdown === true
    stop.abort(isOverdue ? cancellation.reason : new RunCancelled('The run was cancelled.'))
  }
  let stopsOnPause = false
  const look = async () => {
    const { isPaused } = await keepRunLease(store, run)
    await storeCalls()
    if (isPaused && stopsOnPause) stop.abort(new AccountPaused(run.on24ClientId))
  }
  let looking: Promise<unknown> = Promise.resolve()
  const lookOrStop = () => {
    const looked = look().catch((error: unknown) => {
      // A database that is down for a moment is no reason to stop.
      if (error instanceof RunBusy || error instanceof AccountBeingRemoved) stop.abort(error)
    })
    looking = Promise.all([looking, looked])
  }

  const info = activityInfo()
  let calls = { on24: 0, actOn: 0 }
  const storeCalls = async () => {
    const made = calls
    calls = { on24: 0, actOn: 0 }
    try {
      await addCalls(store, run.runKey, made)
    } catch (error) {
      calls = { on24: calls.on24 + made.on24, actOn: calls.actOn + made.actOn }
      throw error
    }
  }
  let beat: NodeJS.Timeout | undefined
  try {
    await look()
    beat = setInterval(() => {
      heartbeat(triedDetails(info))
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
      isRepeated: info.attempt > 1,
      async stopOnPause() {
        stopsOnPause = true
        // What the activity did first may have stored a pause or ended one.
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
    // The caller may end the lease, which a look under way would take again.
    await looking
    giveBack()
    await storeCalls()
  }
}

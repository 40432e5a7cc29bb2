import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import {
  ActivityFailure,
  CancellationScope,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { RunOutcome } from '../src/contracts/run.ts'
import { SEARCH_ATTRIBUTES } from '../src/contracts/search-attributes.ts'
import type { FinishedRun, RunProgress, RunReference } from '../src/contracts/sync-activities.ts'
import { controllerId } from '../src/contracts/temporal-names.ts'
import { bookkeeping, vendorWork } from './activity-proxies.ts'
import { runEnded } from './messages.ts'

export interface AccountSyncInput {
  readonly on24ClientId: string
  /** Only set by the run itself, when it continues as new. */
  readonly continued?: { readonly runKey: string; readonly progress: RunProgress }
}

const SCHEDULED_START = defineSearchAttributeKey(
  'TemporalScheduledStartTime',
  SearchAttributeType.DATETIME,
)

const SYNC_OUTCOME = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.syncOutcome,
  SearchAttributeType.KEYWORD,
)

/**
 * One run of one account, started by its Schedule every six hours: discovers what is new, then reads webinar
 * by webinar while what was read is delivered, and closes with a ledger. All progress is in the store, so a
 * run that ends anywhere is gone on with by its next attempt or by the next run.
 */
export async function accountSync(input: AccountSyncInput): Promise<FinishedRun> {
  const { on24ClientId } = input
  const { workflowId, runId, firstExecutionRunId } = workflowInfo()
  const run: RunReference = {
    on24ClientId,
    runKey: input.continued?.runKey ?? `${workflowId}/${firstExecutionRunId}`,
  }
  let paused = false
  let isDiscovered = input.continued !== undefined
  let failure: ActivityFailure | null = null
  try {
    let progress = input.continued?.progress
    if (progress === undefined) {
      const begun = await vendorWork('discovering what is new in ON24').beginRun({
        ...run,
        workflowId,
        runId,
        nominalStartAt: nominalStart(),
      })
      paused = begun.paused
      progress = begun.progress
      isDiscovered = true
    }
    await readAndDeliver(run, progress)
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
    failure = error
  }

  const finished = await bookkeeping('closing the ledger').finishRun({
    ...run,
    paused,
    isDiscovered,
    failure: failure === null ? null : reasonOf(failure),
  })
  await tell(on24ClientId, finished.outcome)
  if (failure !== null) throw failure
  return finished
}

/**
 * Reads the next webinars while those that were read before are delivered, until nothing is left. When
 * Act-On takes nothing, ON24 is read to the end all the same, and the delivery's failure is thrown then.
 */
async function readAndDeliver(run: RunReference, start: RunProgress): Promise<void> {
  const webinarsInAll = start.webinarsToRead
  const failures: ActivityFailure[] = []
  let progress = start
  while (progress.webinarsToRead > 0 || progress.webinarsToDeliver > 0) {
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof accountSync>({
        on24ClientId: run.on24ClientId,
        continued: { runKey: run.runKey, progress },
      })
    }
    const { webinarsToRead, webinarsToDeliver } = progress
    const reads = webinarsToRead > 0
    const delivers = webinarsToDeliver > 0 && failures.length === 0
    const work = [
      ...(reads ? [readNext(webinarsInAll - webinarsToRead, webinarsInAll)] : []),
      ...(delivers ? [unlessItFails(deliverNext(webinarsToDeliver), failures)] : []),
    ]
    if (work.length === 0) break
    const ends = await allOrNone(work.map((next) => () => next(run)))
    // Each tells what was left when it ended: the greater number is looked at once more.
    progress = {
      webinarsToRead: Math.max(...ends.map((end) => end.webinarsToRead)),
      webinarsToDeliver: Math.max(...ends.map((end) => end.webinarsToDeliver)),
    }
  }
  const [failure] = failures
  if (failure !== undefined) throw failure
}

type Work = (run: RunReference) => Promise<RunProgress>

function readNext(done: number, of: number): Work {
  return vendorWork(`reading webinar ${String(done + 1)} of ${String(of)}`).readWebinars
}

function deliverNext(waiting: number): Work {
  return vendorWork(`delivering to Act-On, ${String(waiting)} webinars waiting`).deliverWebinars
}

function unlessItFails(work: Work, failures: ActivityFailure[]): Work {
  return async (run) => {
    try {
      return await work(run)
    } catch (error) {
      if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
      failures.push(error)
      return { webinarsToRead: 0, webinarsToDeliver: 0 }
    }
  }
}

/** When one fails, the others are stopped and waited for, so that nothing works on behind the ledger. */
async function allOrNone<T>(work: readonly (() => Promise<T>)[]): Promise<T[]> {
  return CancellationScope.cancellable(async () => {
    const started = work.map((start) => start())
    try {
      return await Promise.all(started)
    } catch (error) {
      CancellationScope.current().cancel()
      await Promise.allSettled(started)
      throw error
    }
  })
}

/** The slot, ISO 8601 UTC: all accounts are cut at the same time, however late their run begins. */
function nominalStart(): string | null {
  const started = workflowInfo().typedSearchAttributes.get(SCHEDULED_START)
  return started?.toISOString() ?? null
}

function reasonOf(failure: ActivityFailure): string {
  return failure.cause?.message ?? failure.message
}

/** The outcome goes to the UI's search, and to the controller if it has to wait for Act-On. */
async function tell(on24ClientId: string, outcome: RunOutcome): Promise<void> {
  upsertSearchAttributes([{ key: SYNC_OUTCOME, value: outcome }])
  if (outcome !== 'waitingForQuota') return
  try {
    await getExternalWorkflowHandle(controllerId(on24ClientId)).signal(runEnded, { outcome })
  } catch {
    // Without a controller the next slot's run tells it again.
    log.warn('The controller could not be told that the account waits for quota', { on24ClientId })
  }
}

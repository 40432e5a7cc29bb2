/**
 * The rounds of a backfill or a comparison: each plans what is left and then does it, until nothing is. Between rounds
 * it waits while the account is paused or Act-On must not be called, and a comparison also while another one of the
 * account works. All progress is in the store.
 */
import {
  ActivityFailure,
  condition,
  log,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { RunProgress, RunReference } from '../src/contracts/sync-activities.ts'
import { resumeWork } from './messages.ts'
import { readAndDeliver, type ReadingActivity } from './read-and-deliver.ts'
import { reasonOf, show } from './run-details.ts'
import { untilPaused } from './until-paused.ts'

/** What a plan returns. */
export interface Round extends RunProgress {
  /** Webinars in all. */
  readonly webinars: number
  /** Webinars that are left, whether or not Act-On may be called now. */
  readonly left: number
}

export interface Rounds {
  readonly run: RunReference
  /** How often a waiting one checks whether it may continue. */
  readonly lookAgainSeconds: number
  /** For the Temporal UI: `listing the webinars of 2023-01-01..2025-12-31`. */
  readonly firstSummary: string
  readonly laterSummary: string
  /** Appended to the summary of each activity that reads: ` of 2023-01-01..2025-12-31`. */
  readonly range: string
  readonly readWith: ReadingActivity
  readonly plan: (summary: string) => Promise<Round>
  readonly continueAsNew: () => Promise<never>
}

/** The workflows of earlier releases waited instead: their histories have no marker. */
const OPENS_WHILE_PAUSED = 'opens its run while the account is paused'

export async function workInRounds(rounds: Rounds): Promise<void> {
  const { run, lookAgainSeconds, range, readWith } = rounds
  let isResumed = false
  setHandler(resumeWork, () => {
    isResumed = true
  })
  const waitFor = async (what: string, why = '') => {
    show(`Waits ${what}.`, why, howFar, began)
    await condition(() => isResumed, `${String(lookAgainSeconds)}s`)
  }

  let began = ''
  let howFar = ''
  let left = Number.POSITIVE_INFINITY
  let leftAtOutage: number | null = null
  let summary = rounds.firstSummary
  let hasRun = false
  for (;;) {
    isResumed = false
    show(`Now ${summary}.`, howFar, began)
    try {
      const round = await untilPaused(() => rounds.plan(summary))
      // A plan opens the run: without one, nothing would show that there is work which waits for the resume.
      if (round === null && !hasRun && patched(OPENS_WHILE_PAUSED)) continue
      hasRun ||= round?.isBehindAnother !== true
      began = round?.began ?? began
      howFar = round?.details ?? howFar
      summary = rounds.laterSummary
      if (round === null || round.isPaused) {
        await waitFor('for the account to be resumed')
      } else if (round.isBehindAnother === true) {
        await waitFor('for another comparison of the account to end')
      } else {
        left = round.left
        if (left === 0) return
        const hasWork = round.webinarsToRead > 0 || round.webinarsToDeliver > 0
        if (hasWork) await readAndDeliver(run, round, { inAll: round.webinars, range, readWith })
        else await waitFor('until Act-On may be called again')
      }
    } catch (error) {
      // A vendor's outage of hours ends the work only if there was no progress since the previous outage.
      if (!isOutage(error) || (leftAtOutage !== null && left >= leftAtOutage)) throw error
      leftAtOutage = left
      log.warn('A vendor is unavailable; the work waits', { on24ClientId: run.on24ClientId })
      await waitFor('for a vendor that is unavailable', reasonOf(error))
    }
    if (workflowInfo().continueAsNewSuggested) await rounds.continueAsNew()
  }
}

/** Temporal has retried the activity until its time limit. */
function isOutage(error: unknown): error is ActivityFailure {
  return error instanceof ActivityFailure && error.retryState === 'TIMEOUT'
}

/**
 * The two stages of a run: one reads webinar by webinar, the other delivers what was read. They run concurrently and
 * independently, so that ON24 is read to the end while Act-On is down, and vice versa.
 */
import {
  ActivityFailure,
  condition,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { RunProgress, RunReference } from '../src/contracts/sync-activities.ts'
import { callActivity } from './activities.ts'
import { rowsToDeliver } from './messages.ts'
import { showProgress, webinars } from './run-details.ts'
import { untilPaused } from './until-paused.ts'

interface Stage {
  /** The count that this stage brings to zero. */
  readonly count: 'webinarsToRead' | 'webinarsToDeliver'
  readonly work: (left: number) => Promise<RunProgress>
}

/** The activity that reads: a comparison also compares what it reads. */
export type ReadingActivity = 'readWebinars' | 'compareWebinars'

export interface Reading {
  readonly readWith: ReadingActivity
  /** For the activities' summaries in the Temporal UI: webinars in all, including those that were already read. */
  readonly inAll: number
  /** Their range, e.g. ` of 2023-01-01..2025-12-31`. */
  readonly range: string
}

const READING = { readWebinars: 'reading', compareWebinars: 'comparing' } as const

/**
 * Ends when nothing is left to read or to deliver, and returns zeros; or, if Temporal suggests to continue as new, with
 * what is left. If the activity of one stage fails without further retries, that stage ends, the other one continues to
 * its end, and then the failure is thrown. A pause of the account ends both: then `isPaused` is true and the counts are
 * meaningless.
 */
export async function readAndDeliver(
  run: RunReference,
  start: RunProgress,
  words: Reading = { inAll: start.webinarsToRead, range: '', readWith: 'readWebinars' },
): Promise<RunProgress> {
  const left = await untilPaused((pause) => runStages(run, start, words, pause))
  return left ?? { ...start, isPaused: true }
}

async function runStages(
  run: RunReference,
  start: RunProgress,
  { inAll, range, readWith }: Reading,
  pause: () => void,
): Promise<RunProgress> {
  const left = { ...start }
  const reading: Stage = {
    count: 'webinarsToRead',
    work: (count) =>
      callActivity(
        readWith,
        `${READING[readWith]} webinar ${String(inAll - count + 1)} of ${String(inAll)}${range}`,
        run,
      ),
  }
  const delivering: Stage = {
    count: 'webinarsToDeliver',
    work: (count) =>
      callActivity('deliverWebinars', `delivering to Act-On, ${webinars(count)} waiting`, run),
  }
  const open = new Set([reading, delivering])
  const atWork = new Set<Stage>()
  const failures: ActivityFailure[] = []

  let latest = start
  const showNow = () => {
    showProgress({ ...start, ...latest }, failures)
  }
  showNow()
  // The activity that delivers then goes on for as long as the other one reads.
  setHandler(rowsToDeliver, () => {
    left.webinarsToDeliver = Math.max(left.webinarsToDeliver, 1)
  })

  const hasWork = (stage: Stage) => open.has(stage) && left[stage.count] > 0
  const isOver = () =>
    workflowInfo().continueAsNewSuggested ||
    (atWork.size === 0 && !hasWork(reading) && !hasWork(delivering))

  const runStage = async (stage: Stage) => {
    for (;;) {
      await condition(() => hasWork(stage) || isOver())
      if (isOver()) return
      const mine = left[stage.count]
      // Work that the other stage adds meanwhile causes one more call of the activity, which does no harm.
      left[stage.count] = 0
      atWork.add(stage)
      try {
        const end = await stage.work(mine)
        if (end.isPaused) pause()
        left.webinarsToRead = Math.max(left.webinarsToRead, end.webinarsToRead)
        left.webinarsToDeliver = Math.max(left.webinarsToDeliver, end.webinarsToDeliver)
        latest = end
        showNow()
      } catch (error) {
        if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
        failures.push(error)
        open.delete(stage)
        showNow()
      } finally {
        atWork.delete(stage)
      }
    }
  }

  // Wait for both: a stopped stage may still have a vendor's answer to store.
  const ends = await Promise.allSettled([runStage(reading), runStage(delivering)])
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  const [failure] = failures
  if (failure !== undefined) throw failure
  return left
}

/**
 * The two lanes of a run: one reads webinar by webinar, the other delivers what was read. Neither waits for
 * the other, so that ON24 is read to the end while Act-On is down, and the other way round.
 */
import { ActivityFailure, condition, isCancellation, workflowInfo } from '@temporalio/workflow'
import type { RunProgress, RunReference } from '../src/contracts/sync-activities.ts'
import { callActivity } from './activities.ts'
import { showProgress } from './run-details.ts'
import { untilPaused } from './until-paused.ts'

interface Lane {
  /** What this lane works off. */
  readonly count: 'webinarsToRead' | 'webinarsToDeliver'
  readonly work: (left: number) => Promise<RunProgress>
}

/** What the Temporal UI says of the activities. */
export interface WorkWords {
  /** Webinars that the run reads, those that were read before included. */
  readonly inAll: number
  /** Where they lie, e.g. ` of 2023-01-01..2025-12-31`. */
  readonly range: string
}

/**
 * Ends when nothing is left to read or to deliver, and returns zeros; or, when Temporal suggests to continue
 * as new, with what is left. A lane whose activity fails for good ends there; the other goes on to its end,
 * and then the failure is thrown. A pause of the account ends both: then `isPaused` is true, and the counts say
 * nothing.
 */
export async function readAndDeliver(
  run: RunReference,
  start: RunProgress,
  words: WorkWords = { inAll: start.webinarsToRead, range: '' },
): Promise<RunProgress> {
  const left = await untilPaused((pause) => runLanes(run, start, words, pause))
  return left ?? { ...start, isPaused: true }
}

async function runLanes(
  run: RunReference,
  start: RunProgress,
  { inAll, range }: WorkWords,
  pause: () => void,
): Promise<RunProgress> {
  const left = { ...start }
  const reading: Lane = {
    count: 'webinarsToRead',
    work: (count) =>
      callActivity(
        'readWebinars',
        `reading webinar ${String(inAll - count + 1)} of ${String(inAll)}${range}`,
        run,
      ),
  }
  const delivering: Lane = {
    count: 'webinarsToDeliver',
    work: (count) =>
      callActivity(
        'deliverWebinars',
        `delivering to Act-On, ${String(count)} webinars waiting`,
        run,
      ),
  }
  const open = new Set([reading, delivering])
  const atWork = new Set<Lane>()
  const failures: ActivityFailure[] = []

  showProgress(start)

  const hasWork = (lane: Lane) => open.has(lane) && left[lane.count] > 0
  const isOver = () =>
    workflowInfo().continueAsNewSuggested ||
    (atWork.size === 0 && !hasWork(reading) && !hasWork(delivering))

  const runLane = async (lane: Lane) => {
    for (;;) {
      await condition(() => hasWork(lane) || isOver())
      if (isOver()) return
      const mine = left[lane.count]
      // What the other lane finds for this one meanwhile is looked at once more: too often does no harm.
      left[lane.count] = 0
      atWork.add(lane)
      try {
        const end = await lane.work(mine)
        if (end.isPaused) pause()
        left.webinarsToRead = Math.max(left.webinarsToRead, end.webinarsToRead)
        left.webinarsToDeliver = Math.max(left.webinarsToDeliver, end.webinarsToDeliver)
        showProgress(end)
      } catch (error) {
        if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
        failures.push(error)
        open.delete(lane)
      } finally {
        atWork.delete(lane)
      }
    }
  }

  // A lane that was stopped may still have an answer of a vendor to store.
  const ends = await Promise.allSettled([runLane(reading), runLane(delivering)])
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  const [failure] = failures
  if (failure !== undefined) throw failure
  return left
}

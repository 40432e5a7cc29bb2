/** Works through the webinars on a run's work list, several at once, each under its lease. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import type { Service } from '../../src/service.ts'
import type { HeldRows } from '../../src/rows-in-memory.ts'
import { tryWithLease, withLease } from '../../src/store/leases/hold-lease.ts'
import { readingLease, webinarLease } from '../../src/store/leases/lease-names.ts'
import { webinarsToRead } from '../../src/store/runs/work-list.ts'
import type { LaneEnd, Lanes } from '../run/lanes.ts'
import type { RunWork } from '../run/run-work.ts'
import { FailedReads } from './failed-reads.ts'
import { leaveToBackfills } from './leave-to-backfills.ts'
import { createTellRun } from './tell-run.ts'

/** Much shorter than an activity may take, and so long that ending and beginning again costs nothing. */
const LONGEST_CALL_MS = 10 * 60_000
const ASK_AGAIN_MS = 1000
/** How long webinars may still be read after an error that concerns all of them. */
const GRACE_MS = 5_000
/** The longest that one call waits for webinars that other workers hold. */
const LONGEST_IDLE_MS = 60_000

export interface Passes {
  /**
   * Reads one webinar. `held` counts its rows in memory until it has ended. An error may concern this webinar alone, or
   * all: see failed-reads.ts.
   */
  readonly readOne: (eventId: string, signal: AbortSignal, held: HeldRows) => Promise<void>
  /** The cheapest call there is. Rejects if the vendor answers nothing at all. */
  readonly askVendors: () => Promise<void>
  /** Their calls to ON24 are those of `readOne`. */
  readonly lanes: ReadingLanes
  /** Whether it gives its slot to others in between: see activity-slots.ts. */
  readonly takesTurns: boolean
}

/** A result is null for a webinar that another worker holds. */
export type ReadingLanes = Lanes<{ readonly result: void } | null>

/** Ends when nothing is left to read, or after some minutes. Tells the run of the first rows that can be delivered. */
export async function readPasses(
  context: Service,
  run: RunReference,
  work: RunWork,
  passes: Passes,
): Promise<void> {
  // Every attempt has the same owner, so that none waits for the lease of an earlier one that was lost.
  const lease = { name: readingLease(run.runKey), owner: run.runKey, signal: work.signal }
  const reading = { context, run, work, passes, tellRun: createTellRun(context, run) }
  await withLease(context.store, lease, () => passUntilOver(reading))
}

interface Reading {
  readonly context: Service
  readonly run: RunReference
  readonly work: RunWork
  readonly passes: Passes
  readonly tellRun: () => Promise<void>
}

async function passUntilOver(reading: Reading): Promise<void> {
  const { context, run, work, passes } = reading
  const { store, timing, activitySlots } = context
  const startedAt = performance.now()
  const isTurnOver = activitySlots.beginTurn()
  const endsTurn = () => passes.takesTurns && isTurnOver()
  const isLong = () => endsTurn() || performance.now() - startedAt >= LONGEST_CALL_MS
  let hasRead = false
  for (;;) {
    const eventIds = await webinarsToRead(store, run.runKey)
    if (eventIds.length === 0) return
    const failedReads = new FailedReads(store, run, passes.askVendors)
    const counts = { read: 0, failed: 0 }
    // A webinar that takes long to fail comes first in the next call, too: so this call reads another one.
    const isOver = () => isLong() && (counts.read > 0 || (hasRead && counts.failed === 0))
    await readPass(reading, { eventIds, failedReads, counts, isOver })
    if (isOver()) return
    await failedReads.endPass(async () => (await webinarsToRead(store, run.runKey)).length === 0)
    hasRead ||= counts.read > 0
    if (counts.read > 0 || counts.failed > 0) continue
    // Other workers hold all webinars that are left.
    const idleMs = performance.now() - startedAt
    if (hasRead || idleMs >= LONGEST_IDLE_MS) return
    if (idleMs >= timing.backfillPatienceMs) await leaveToBackfills(context, run)
    await sleep(ASK_AGAIN_MS, undefined, { signal: work.signal })
  }
}

interface Pass {
  readonly eventIds: readonly string[]
  readonly failedReads: FailedReads
  readonly counts: { read: number; failed: number }
  readonly isOver: () => boolean
}

/** Tries each webinar once. If an error concerns all of them, stops those that are being read, and throws it. */
async function readPass(
  { context, run, work, passes, tellRun }: Reading,
  { eventIds, failedReads, counts, isOver }: Pass,
): Promise<void> {
  const { signal } = work
  const { lanes } = passes
  const stopped = new AbortController()
  const reading = AbortSignal.any([signal, stopped.signal])
  const begin = (eventId: string) => {
    const name = webinarLease(run.on24ClientId, eventId)
    const lease = { name, owner: work.attempt, signal: reading }
    lanes.begin(eventId, () =>
      tryWithLease(context.store, lease, (leased) => readHeld(context, passes, eventId, leased)),
    )
  }
  const note = async (end: LaneEnd<{ readonly result: void } | null>) => {
    signal.throwIfAborted()
    if ('error' in end) {
      counts.failed += 1
      await failedReads.failed(end.eventId, end.error)
    } else if (end.result !== null) {
      counts.read += 1
      await failedReads.wasRead()
      await tellRun()
    }
  }
  const queue = [...eventIds]
  try {
    for (;;) {
      signal.throwIfAborted()
      const step = await lanes.next({ hasMore: queue.length > 0 && !isOver() })
      if (step === null) return
      if (step !== 'free') await note(step)
      else begin(queue.shift() ?? '')
    }
  } catch (error) {
    // Those whose calls are under way are still stored; those that would wait for a slot are not.
    const grace = setTimeout(() => {
      stopped.abort(error)
    }, GRACE_MS)
    await lanes.finish()
    clearTimeout(grace)
    throw error
  }
}

async function readHeld(
  { rowsInMemory }: Service,
  { readOne }: Passes,
  eventId: string,
  signal: AbortSignal,
): Promise<void> {
  const held = rowsInMemory.hold()
  try {
    await readOne(eventId, signal, held)
  } finally {
    held.release()
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { dryReadWebinar } from './dry-read-webinar.ts'
import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import { tryWithLease } from '../../src/store/leases/hold-lease.ts'
import { webinarLease } from '../../src/store/leases/lease-names.ts'
import type { On24Client } from '../../src/on24/client.ts'
import { On24EventUnavailable } from '../../src/on24/errors.ts'
import { readWebinar } from './read-webinar.ts'
import { openDeliveriesOfUnread } from '../../src/store/webinars/failed-reads.ts'
import { isReadElsewhere } from '../../src/store/runs/backfills.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { isToRead, webinarsToRead } from '../../src/store/runs/work-list.ts'
import { setWebinarProgress } from '../../src/store/runs/run-webinars.ts'
import { findRun } from '../../src/store/runs/runs.ts'
import { endTroubles } from '../../src/store/troubles/troubles.ts'
import { updateWebinar } from '../../src/store/webinars/webinars.ts'
import type { Service } from '../../src/service.ts'
import { FailedReads } from './failed-reads.ts'
import { leaveToBackfills } from './leave-to-backfills.ts'
import { progressUntilPaused } from '../run/run-progress.ts'
import { type RunWork, withinRun } from '../run/run-work.ts'

/** After this time a call ends with its current webinar, so that what it has read is delivered in the meantime. */
const LONGEST_CALL_MS = 10_000
const ASK_AGAIN_MS = 1000
/** The longest that one call waits for webinars that other workers hold. */
const LONGEST_IDLE_MS = 60_000

/**
 * Reads the webinars on the run's list whole, one after the other, and stores each before the next. If reading fails,
 * rows that were already waiting are delivered first.
 */
export function createReadWebinars(context: Service) {
  const { store, vendors } = context
  return async function readWebinars(run: RunReference): Promise<RunProgress> {
    return withinRun(context, run, (work) =>
      progressUntilPaused(context, run, work, async () => {
        const account = await getAccount(store, run.on24ClientId)
        const on24 = await vendors.on24(account, work.onCall, run.kind)
        try {
          await readPasses(context, run, work, on24, await readerOf(context, run, on24))
        } catch (error) {
          // This call then ends normally, so that the workflow delivers. The next call fails again with the same error.
          if (work.signal.aborted || (await openDeliveriesOfUnread(store, run.runKey)) === 0) {
            throw error
          }
        }
      }),
    )
  }
}

/** Ends when nothing is left to read, or when the webinars read so far are to be delivered in the meantime. */
async function readPasses(
  context: Service,
  run: RunReference,
  { signal, attempt }: RunWork,
  on24: On24Client,
  readOne: ReadOne,
): Promise<void> {
  const { store, timing } = context
  const { on24ClientId, runKey } = run
  const startedAt = performance.now()
  let hasRead = false
  for (;;) {
    const eventIds = await webinarsToRead(store, runKey)
    if (eventIds.length === 0) return
    const failedReads = new FailedReads(store, run, () => on24.checkToken({ signal }))
    let failedCount = 0
    let readCount = 0
    for (const eventId of eventIds) {
      signal.throwIfAborted()
      const isLong = performance.now() - startedAt >= LONGEST_CALL_MS
      // A webinar that takes long to fail comes first in the next call, too: so this call reads another one.
      if (isLong && (readCount > 0 || (hasRead && failedCount === 0))) return
      const lease = { name: webinarLease(on24ClientId, eventId), owner: attempt, signal }
      try {
        const read = await tryWithLease(store, lease, (leased) => readOne(eventId, leased))
        if (read === null) continue
        readCount += 1
        await failedReads.wasRead()
      } catch (error) {
        signal.throwIfAborted()
        failedCount += 1
        await failedReads.failed(eventId, error)
      }
    }
    await failedReads.endPass(async () => (await webinarsToRead(store, runKey)).length === 0)
    hasRead ||= readCount > 0
    if (readCount > 0 || failedCount > 0) continue
    // Other workers hold all webinars that are left.
    const idleMs = performance.now() - startedAt
    if (hasRead || idleMs >= LONGEST_IDLE_MS) return
    if (idleMs >= timing.backfillPatienceMs) await leaveToBackfills(context, run)
    await sleep(ASK_AGAIN_MS, undefined, { signal })
  }
}

type ReadOne = (eventId: string, signal: AbortSignal) => Promise<void>

/** Reads one webinar, unless another attempt has read it in the meantime or an operator has excluded it. */
async function readerOf(
  { store, config, ciphers, now }: Service,
  { on24ClientId, runKey, kind }: RunReference,
  on24: On24Client,
): Promise<ReadOne> {
  const account = await getAccount(store, on24ClientId)
  const cipher = await ciphers.of(on24ClientId)
  return async (eventId, signal) => {
    if (!(await isToRead(store, runKey, eventId))) return
    // Only now: a restored store may not have the run, but then it has no work list for it either, and the run ends.
    const { dryRun: isDry = false, startedAt = now() } = (await findRun(store, runKey)) ?? {}
    const isElsewhere =
      kind === 'backfill' &&
      !isDry &&
      (await isReadElsewhere(store, { runKey, startedAt }, on24ClientId, eventId))
    if (isElsewhere) {
      const over = { readState: 'skipped', deliveryState: 'done' } as const
      return setWebinarProgress(store, runKey, eventId, over)
    }
    try {
      await (isDry ? dryReadWebinar : readWebinar)({
        store,
        cipher,
        on24,
        on24ClientId,
        eventId,
        runKey,
        timeZone: account.timeZone,
        cancelledRegistrants: config.cancelledRegistrants,
        signal,
        now,
      })
    } catch (error) {
      if (!(error instanceof On24EventUnavailable)) throw error
      if (!isDry) {
        await updateWebinar(store, on24ClientId, eventId, { unavailableSince: now() })
        await endTroubles(store, { on24ClientId, eventId }, ['webinarUnreadable'])
      }
      await setWebinarProgress(store, runKey, eventId, {
        readState: 'skipped',
        deliveryState: isDry ? 'done' : 'open',
      })
    }
  }
}

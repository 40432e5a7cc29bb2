import { dryReadWebinar } from './dry-read-webinar.ts'
import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import type { On24Client } from '../../src/on24/client.ts'
import { On24EventUnavailable } from '../../src/on24/errors.ts'
import { readWebinar } from './read-webinar.ts'
import { openDeliveriesOfUnread } from '../../src/store/webinars/failed-reads.ts'
import { isReadElsewhere } from '../../src/store/runs/backfills.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { isToRead } from '../../src/store/runs/work-list.ts'
import { setWebinarProgress } from '../../src/store/runs/run-webinars.ts'
import { findRun } from '../../src/store/runs/runs.ts'
import { endTroubles } from '../../src/store/troubles/troubles.ts'
import { updateWebinar } from '../../src/store/webinars/webinars.ts'
import type { Service } from '../../src/service.ts'
import { progressUntilPaused } from '../run/run-progress.ts'
import { withinRun } from '../run/run-work.ts'
import { type Passes, readPasses } from './read-passes.ts'

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
          const readOne = await readerOf(context, run, on24)
          const askVendors = () => on24.checkToken({ signal: work.signal })
          await readPasses(context, run, work, { readOne, askVendors })
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

/** Reads one webinar, unless another attempt has read it in the meantime or an operator has excluded it. */
async function readerOf(
  { store, config, ciphers, now }: Service,
  { on24ClientId, runKey, kind }: RunReference,
  on24: On24Client,
): Promise<Passes['readOne']> {
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

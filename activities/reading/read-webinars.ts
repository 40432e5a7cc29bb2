import { dryReadWebinar } from './dry-read-webinar.ts'
import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import type { On24Client } from '../../src/on24/client.ts'
import { On24EventUnavailable } from '../../src/on24/errors.ts'
import { readWebinar } from './read-webinar.ts'
import { openDeliveriesOfUnread } from '../../src/store/webinars/failed-reads.ts'
import { isReadElsewhere } from '../../src/store/runs/backfills.ts'
import type { Account } from '../../src/store/accounts/account.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { isToRead } from '../../src/store/runs/work-list.ts'
import { setWebinarProgress } from '../../src/store/runs/run-webinars.ts'
import { findRun } from '../../src/store/runs/runs.ts'
import { endTroubles } from '../../src/store/troubles/troubles.ts'
import { updateWebinar } from '../../src/store/webinars/webinars.ts'
import type { Service } from '../../src/service.ts'
import { progressUntilPaused } from '../run/run-progress.ts'
import { withinRun } from '../run/run-work.ts'
import { Lanes } from '../run/lanes.ts'
import { type Passes, type ReadingLanes, readPasses } from './read-passes.ts'

/** A read of a slow ON24 takes ten seconds or more, and its default pace begins with a call every 0.6 s. */
const MOST_READS = 32

/**
 * Reads the webinars on the run's list whole, several at once, and stores each by itself. If reading fails, rows that
 * were already waiting are delivered first.
 */
export function createReadWebinars(context: Service) {
  const { store, vendors } = context
  return async function readWebinars(run: RunReference): Promise<RunProgress> {
    return withinRun(context, run, (work) =>
      progressUntilPaused(context, run, work, async () => {
        const account = await getAccount(store, run.on24ClientId)
        const lanes: ReadingLanes = new Lanes({ most: MOST_READS, mostInAll: MOST_READS })
        const watch = { onCall: work.onCall, slots: lanes }
        const on24 = await vendors.on24(account, watch, run.kind)
        try {
          const passes: Passes = {
            readOne: await readerOf(context, run, account, on24),
            askVendors: () => on24.checkToken({ signal: work.signal }),
            lanes,
            takesTurns: true,
          }
          await readPasses(context, run, work, passes)
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
  { timeZone }: Pick<Account, 'timeZone'>,
  on24: On24Client,
): Promise<Passes['readOne']> {
  const cipher = await ciphers.of(on24ClientId)
  // A restored store may not have the run, but then it has no work list for it either, and the run ends.
  const { dryRun: isDry = false, startedAt = now() } = (await findRun(store, runKey)) ?? {}
  return async (eventId, signal, held) => {
    if (!(await isToRead(store, runKey, eventId))) return
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
        timeZone,
        cancelledRegistrants: config.cancelledRegistrants,
        held,
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

import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import { On24Error, On24EventUnavailable } from '../../src/on24/errors.ts'
import type { HeldRows } from '../../src/rows-in-memory.ts'
import type { Service } from '../../src/service.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { setWebinarProgress } from '../../src/store/runs/run-webinars.ts'
import { isToRead } from '../../src/store/runs/work-list.ts'
import { getMode } from '../../src/store/verifications/verifications.ts'
import { concernsOneList, waitOrStop } from '../delivering/wait-or-stop.ts'
import { RateLimitPatience } from '../delivering/rate-limit-patience.ts'
import { runActOnClient } from '../delivering/run-act-on-client.ts'
import { type Passes, type ReadingLanes, readPasses } from '../reading/read-passes.ts'
import { Lanes } from '../run/lanes.ts'
import { accountThatMayBeCalled, progressUntilPaused } from '../run/run-progress.ts'
import { type RunWork, withinRun } from '../run/run-work.ts'
import { isListRefusal } from '../../src/delivery/refusals.ts'
import { compareWebinar } from './compare-webinar.ts'
import { createAllLists } from '../../src/delivery/list/all-lists.ts'

/** Each holds a whole read and what is expected in the list. A comparison's share of both paces feeds no more. */
const MOST_COMPARED = 4

/** Act-On must not be called now: the comparison continues in a later round. */
class ActOnMustWait extends Error {
  override readonly name = 'ActOnMustWait'
}

/** Reads each webinar on the run's list whole, downloads its list, and compares both. */
export function createCompareWebinars(context: Service) {
  return async function compareWebinars(run: RunReference): Promise<RunProgress> {
    return withinRun(context, run, (work) =>
      progressUntilPaused(context, run, work, async () => {
        try {
          await readPasses(context, run, work, await passesOf(context, run, work))
        } catch (error) {
          if (!(error instanceof ActOnMustWait)) throw error
        }
      }),
    )
  }
}

async function passesOf(context: Service, run: RunReference, work: RunWork): Promise<Passes> {
  const { store, vendors, ciphers, config, timing, now } = context
  const { on24ClientId, runKey, kind } = run
  const account = await getAccount(store, on24ClientId)
  const lanes: ReadingLanes = new Lanes({ most: MOST_COMPARED, mostInAll: MOST_COMPARED })
  const on24 = await vendors.on24(account, { onCall: work.onCall, slots: lanes }, kind)
  const patience = new RateLimitPatience(timing)
  const actOn = runActOnClient(context, account, run, work, patience)
  const lists = createAllLists(actOn, work.signal)
  const cipher = await ciphers.of(on24ClientId)
  const mode = await getMode(store, runKey)
  const compareOne = async (eventId: string, signal: AbortSignal, held: HeldRows) => {
    try {
      await compareWebinar({
        store,
        cipher,
        on24,
        actOn,
        lists,
        mode,
        on24ClientId,
        eventId,
        runKey,
        held,
        signal,
        now,
        timeZone: account.timeZone,
        cancelledRegistrants: config.cancelledRegistrants,
      })
    } catch (error) {
      if (error instanceof On24EventUnavailable) {
        const over = { readState: 'skipped', deliveryState: 'done' } as const
        return setWebinarProgress(store, runKey, eventId, over)
      }
      // ON24's errors and those of one list are for the caller; others may make all calls to Act-On wait.
      if (error instanceof On24Error || isListRefusal(error) || concernsOneList(error)) throw error
      signal.throwIfAborted()
      await waitOrStop(context, run, patience, error)
    }
  }
  return {
    async readOne(eventId, signal, held) {
      if (!(await isToRead(store, runKey, eventId))) return
      if ((await accountThatMayBeCalled(context, run)) === null) throw new ActOnMustWait()
      await compareOne(eventId, signal, held)
    },
    lanes,
    // Each call pages through all lists, and few comparisons are at work at a time.
    takesTurns: false,
    async askVendors() {
      const { signal } = work
      await on24.checkToken({ signal })
      await actOn.readAccount({ signal })
    },
  }
}

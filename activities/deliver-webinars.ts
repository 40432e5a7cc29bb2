import { setTimeout as sleep } from 'node:timers/promises'
import { ActOnAccessRefused } from '../src/act-on/errors.ts'
import type { ActOnClient } from '../src/act-on/client.ts'
import type { RunProgress, RunReference } from '../src/contracts/sync-activities.ts'
import { deliverWebinar } from '../src/delivery/deliver-webinar.ts'
import { createListsInFolder, type ListsInFolder } from '../src/delivery/lists-in-folder.ts'
import { refillWebinar, rewriteWebinar } from '../src/delivery/refill-webinar.ts'
import { tryWithLease } from '../src/leases/hold-lease.ts'
import { webinarLease } from '../src/leases/lease-names.ts'
import { DayBudgetUsed, DayShareUsed } from '../src/limits/day-budget.ts'
import { blockForQuota } from '../src/store/account-state.ts'
import { type Account, getAccount } from '../src/store/accounts.ts'
import { isToDeliver, setWebinarProgress } from '../src/store/run-webinars.ts'
import type { ActivityContext } from './context.ts'
import { leaveToBackfills } from './leave-to-backfills.ts'
import { RateLimitPatience } from './rate-limit-patience.ts'
import { deliverableNow, progressUntilPaused } from './run-progress.ts'
import { type RunWork, withinRun } from './run-work.ts'

/** So long one call waits for lists that are not to be seen yet, before the workflow hears of the progress. */
const LONGEST_IDLE_MS = 60_000

/** Webinars that are delivered side by side: mostly they wait, for Act-On's pace and for its jobs. */
const SIDE_BY_SIDE = 4

/** Delivers the webinars of the run that have been read, a few side by side, until none is left to look at. */
export function createDeliverWebinars(context: ActivityContext) {
  const { store, deliveryPolicy } = context
  return async function deliverWebinars(run: RunReference): Promise<RunProgress> {
    return withinRun(context, run, (work) =>
      progressUntilPaused(context, run, work, async () => {
        const patience = new RateLimitPatience(deliveryPolicy)
        const delivering: Delivering = {
          run,
          work,
          patience,
          listsInFolder: createListsInFolder(
            actOnOf(context, await getAccount(store, run.on24ClientId), run, work, patience),
            run.on24ClientId,
            work.signal,
          ),
        }
        let idleSince = performance.now()
        for (;;) {
          const eventIds = await deliverableNow(context, run)
          if (eventIds.length === 0) return
          const finished = await deliverPass(context, delivering, eventIds)
          if (finished > 0) {
            idleSince = performance.now()
            continue
          }
          const idleMs = performance.now() - idleSince
          if (idleMs >= LONGEST_IDLE_MS) return
          if (idleMs >= deliveryPolicy.backfillPatienceMs) await leaveToBackfills(context, run)
          await sleep(deliveryPolicy.lookAgainMs, undefined, { signal: work.signal })
        }
      }),
    )
  }
}

/** What one call of the activity shares between its webinars. */
interface Delivering {
  readonly run: RunReference
  readonly work: RunWork
  readonly patience: RateLimitPatience
  readonly listsInFolder: ListsInFolder
}

/** One look at each webinar that nobody else works on. Returns how many need no further look. */
async function deliverPass(
  context: ActivityContext,
  delivering: Delivering,
  eventIds: readonly string[],
): Promise<number> {
  const { run, work, patience } = delivering
  const queue = [...eventIds]
  let finished = 0
  let hasToWait = false
  const lane = async () => {
    for (let eventId = queue.shift(); eventId !== undefined; eventId = queue.shift()) {
      if (hasToWait) return
      work.signal.throwIfAborted()
      try {
        if (await deliverUnlessLeased(context, delivering, eventId)) finished += 1
      } catch (error) {
        hasToWait = true
        await waitOrStop(context, run, patience, error)
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  // Everybody has waited meanwhile, which is no reason to be idle.
  return hasToWait ? finished + 1 : finished
}

async function deliverUnlessLeased(
  context: ActivityContext,
  delivering: Delivering,
  eventId: string,
): Promise<boolean> {
  const { run, work } = delivering
  const lease = {
    name: webinarLease(run.on24ClientId, eventId),
    owner: work.attempt,
    signal: work.signal,
  }
  const done = await tryWithLease(context.store, lease, (signal) =>
    deliverOne(context, delivering, eventId, signal),
  )
  return done?.result ?? false
}

/** True when the webinar needs no further look in this run, or has to be read again first. */
async function deliverOne(
  context: ActivityContext,
  { run, work, patience, listsInFolder }: Delivering,
  eventId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, ciphers, now, deliveryPolicy } = context
  const { on24ClientId, runKey } = run
  // Somebody else may have finished it between the look at the list and the lease.
  if (!(await isToDeliver(store, runKey, eventId))) return true
  const account = await getAccount(store, on24ClientId)
  const end = await deliverWebinar({
    store,
    cipher: await ciphers.of(on24ClientId),
    actOn: actOnOf(context, account, run, work, patience),
    listsInFolder,
    on24ClientId,
    eventId,
    runKey,
    signal,
    now,
    policy: deliveryPolicy,
  })
  if (end === 'listNotVisibleYet') return false
  if (end === 'listGone') {
    listsInFolder.forget()
    await refillWebinar(store, run, eventId)
  } else if (end === 'zoneChanged') {
    await rewriteWebinar(store, run, eventId)
  } else {
    await setWebinarProgress(store, runKey, eventId, { delivery_state: 'done' })
  }
  return true
}

function actOnOf(
  { vendors, tokens }: ActivityContext,
  account: Account,
  { kind }: RunReference,
  work: RunWork,
  patience: RateLimitPatience,
): ActOnClient {
  return vendors.actOn(
    account,
    (options) => tokens.accessToken(account.on24_client_id, options),
    (call) => {
      work.onCall(call)
      patience.onCall(call)
    },
    kind,
  )
}

/**
 * Errors that make everybody wait, or stop the account's deliveries, are booked and are no failures of the
 * activity: the store then says what goes on. Any other is thrown on.
 */
async function waitOrStop(
  { store, vendors, now }: ActivityContext,
  { on24ClientId }: RunReference,
  patience: RateLimitPatience,
  error: unknown,
): Promise<void> {
  // The six-hourly runs go on; a backfill does once the day has room for it again.
  if (error instanceof DayShareUsed) return
  const account = await getAccount(store, on24ClientId)
  if (error instanceof ActOnAccessRefused && account.needs_relink_since !== null) return
  const waitMs = patience.waitMs(error)
  if (waitMs !== null) return vendors.actOnPace(account).holdBack(waitMs)
  if (!(patience.isUsedUp(error) || error instanceof DayBudgetUsed)) throw error
  await blockForQuota(store, on24ClientId, now())
}

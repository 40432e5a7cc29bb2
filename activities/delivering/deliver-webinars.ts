import { setTimeout as sleep } from 'node:timers/promises'
import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import { newMet } from '../../src/delivery/delivery.ts'
import { deliverWebinar } from '../../src/delivery/deliver-webinar.ts'
import { createListsInFolder, type ListsInFolder } from '../../src/delivery/list/lists-in-folder.ts'
import { tryWithLease } from '../../src/store/leases/hold-lease.ts'
import { webinarLease } from '../../src/store/leases/lease-names.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { refillWebinar, rewriteWebinar } from '../../src/store/rows/refill.ts'
import { isToDeliver, setWebinarProgress } from '../../src/store/runs/run-webinars.ts'
import { actOnOf } from './act-on-of-run.ts'
import type { Service } from '../../src/service.ts'
import { isRefusedSoFar, LISTS_ALIKE, noteListAnswer, noteSilentList } from './judge-lists.ts'
import { leaveToBackfills } from '../reading/leave-to-backfills.ts'
import { RateLimitPatience } from './rate-limit-patience.ts'
import { deliverableNow, mayCallActOn, progressUntilPaused } from '../run/run-progress.ts'
import { type RunWork, withinRun } from '../run/run-work.ts'
import { isOfOneList, waitOrStop } from './wait-or-stop.ts'

/** So long one call waits for lists that are not to be seen yet, before the workflow hears of the progress. */
const LONGEST_IDLE_MS = 60_000

/** Webinars that are delivered side by side: mostly they wait, for Act-On's pace and for its jobs. */
const SIDE_BY_SIDE = 4

/** Delivers the webinars of the run that have been read, a few side by side, until none is left to look at. */
export function createDeliverWebinars(context: Service) {
  const { store, timing } = context
  return async function deliverWebinars(run: RunReference): Promise<RunProgress> {
    return withinRun(context, run, (work) =>
      progressUntilPaused(context, run, work, async () => {
        const patience = new RateLimitPatience(timing)
        const delivering: Delivering = {
          run,
          work,
          patience,
          listsInFolder: createListsInFolder(
            actOnOf(context, await getAccount(store, run.on24ClientId), run, work, patience),
            run.on24ClientId,
            work.signal,
          ),
          silent: new Map(),
        }
        await deliverForAWhile(context, delivering)
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
  /** Webinars whose lists gave no usable answer to this call, and what was met: Temporal waits before the next. */
  readonly silent: Map<string, Error>
}

async function deliverForAWhile(context: Service, delivering: Delivering): Promise<void> {
  const { timing } = context
  const { run, work, silent } = delivering
  let idleSince = performance.now()
  for (;;) {
    const eventIds = await deliverableNow(context, run)
    if (eventIds.length === 0) return
    const toTry = eventIds.filter((eventId) => !silent.has(eventId))
    const isProbe = await isRefusedSoFar(context, run)
    const finished = isProbe
      ? await deliverPass(context, delivering, toTry.slice(0, LISTS_ALIKE), 1)
      : await deliverPass(context, delivering, toTry, SIDE_BY_SIDE)
    if (finished > 0) {
      idleSince = performance.now()
      continue
    }
    const [failure] = silent.values()
    if (failure !== undefined) throw failure
    const idleMs = performance.now() - idleSince
    if (idleMs >= LONGEST_IDLE_MS) return
    if (idleMs >= timing.backfillPatienceMs) await leaveToBackfills(context, run)
    await sleep(timing.lookAgainMs, undefined, { signal: work.signal })
  }
}

/** One look at each webinar that nobody else works on. Returns how many need no further look. */
async function deliverPass(
  context: Service,
  delivering: Delivering,
  eventIds: readonly string[],
  sideBySide: number,
): Promise<number> {
  const { run, work, patience, silent } = delivering
  const queue = [...eventIds]
  let finished = 0
  let hasToWait = false
  const deliverNext = async () => {
    for (let eventId = queue.shift(); eventId !== undefined; eventId = queue.shift()) {
      // When nobody hears anything of Act-On, the lists that are left would not either.
      if (hasToWait || (finished === 0 && silent.size >= SIDE_BY_SIDE)) return
      work.signal.throwIfAborted()
      try {
        if (await deliverUnlessLeased(context, delivering, eventId)) finished += 1
      } catch (error) {
        const ofAll = await bookSilence(context, delivering, eventId, error)
        if (ofAll === 'givenUp') finished += 1
        if (ofAll === 'givenUp' || ofAll === 'silent') continue
        hasToWait = true
        await waitOrStop(context, run, patience, ofAll.error)
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: sideBySide }, deliverNext))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  // Everybody has waited meanwhile, which is no reason to be idle.
  return hasToWait ? finished + 1 : finished
}

async function deliverUnlessLeased(
  context: Service,
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
  context: Service,
  { run, work, patience, listsInFolder }: Delivering,
  eventId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, ciphers, now, timing } = context
  const { on24ClientId, runKey } = run
  // Somebody else may have finished it between the look at the list and the lease.
  if (!(await isToDeliver(store, runKey, eventId))) return true
  // What the other lists met meanwhile may have been Act-On's doing.
  if (!(await mayCallActOn(context, run))) return true
  const account = await getAccount(store, on24ClientId)
  const delivered = await deliverWebinar({
    store,
    cipher: await ciphers.of(on24ClientId),
    actOn: actOnOf(context, account, run, work, patience),
    listsInFolder,
    on24ClientId,
    eventId,
    runKey,
    signal,
    now,
    timing,
    met: newMet(),
  })
  if (delivered.end === 'listNotVisibleYet') return false
  if (delivered.end === 'listGone') {
    listsInFolder.forget()
    await refillWebinar(store, run, eventId, now())
    return true
  }
  if (delivered.end === 'zoneChanged') {
    await rewriteWebinar(store, run, eventId, now())
    return true
  }
  const { listAnswer } = delivered
  const progress = { deliveryState: 'done', listAnswer } as const
  await setWebinarProgress(store, runKey, eventId, progress)
  await noteListAnswer(context, run, listAnswer)
  return true
}

/** Whether the trouble is of one list, given up for this run or not, or of all: then with the error to wait for. */
async function bookSilence(
  context: Service,
  { run, work, patience, silent }: Delivering,
  eventId: string,
  error: unknown,
): Promise<'givenUp' | 'silent' | { readonly error: unknown }> {
  if (!isOfOneList(error)) return { error }
  const account = await getAccount(context.store, run.on24ClientId)
  const actOn = actOnOf(context, account, run, work, patience)
  try {
    const { signal } = work
    if (await noteSilentList(context, run, { eventId, error, actOn, signal })) return 'givenUp'
  } catch (refusal) {
    // Act-On was asked whether it is there, and answers that it was asked too often, say.
    return { error: refusal }
  }
  silent.set(eventId, error)
  return 'silent'
}

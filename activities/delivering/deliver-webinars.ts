import { setTimeout as sleep } from 'node:timers/promises'
import type { ComparisonMode } from '../../src/contracts/comparison.ts'
import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import { newFindings } from '../../src/delivery/delivery.ts'
import { deliverWebinar } from '../../src/delivery/deliver-webinar.ts'
import { createListsInFolder, type ListsInFolder } from '../../src/delivery/list/lists-in-folder.ts'
import { tryWithLease } from '../../src/store/leases/hold-lease.ts'
import { webinarLease } from '../../src/store/leases/lease-names.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { refillWebinar, rewriteWebinar } from '../../src/store/rows/refill.ts'
import { isToDeliver } from '../../src/store/runs/work-list.ts'
import { setWebinarProgress } from '../../src/store/runs/run-webinars.ts'
import { getMode } from '../../src/store/verifications/verifications.ts'
import { runActOnClient } from './run-act-on-client.ts'
import type { Service } from '../../src/service.ts'
import {
  hasOnlyBeenRefused,
  MIN_ALIKE_LISTS,
  noteListAnswer,
  noteUnansweredList,
} from './judge-lists.ts'
import { leaveToBackfills } from '../reading/leave-to-backfills.ts'
import { RateLimitPatience } from './rate-limit-patience.ts'
import { accountThatMayBeCalled, deliverableNow, progressUntilPaused } from '../run/run-progress.ts'
import { type RunWork, withinRun } from '../run/run-work.ts'
import { concernsOneList, waitOrStop } from './wait-or-stop.ts'

/** The longest that one call waits for lists that do not appear yet, before it reports its progress to the workflow. */
const LONGEST_IDLE_MS = 60_000

/** How many webinars are delivered in parallel. They mostly wait for Act-On's pace and for its jobs. */
const MAX_PARALLEL = 4

/** What runs of other kinds than comparisons do. */
const WRITES: ComparisonMode = { writes: true, repair: false }

/** Delivers the run's webinars that have been read, a few in parallel, until none is left. */
export function createDeliverWebinars(context: Service) {
  const { store, timing } = context
  return async function deliverWebinars(run: RunReference): Promise<RunProgress> {
    return withinRun(context, run, (work) =>
      progressUntilPaused(context, run, work, async () => {
        const mode = run.kind === 'compare' ? await getMode(store, run.runKey) : WRITES
        if (!mode.writes) return
        const patience = new RateLimitPatience(timing)
        const delivering: Delivering = {
          run,
          work,
          patience,
          listsInFolder: createListsInFolder(
            runActOnClient(context, await getAccount(store, run.on24ClientId), run, work, patience),
            run.on24ClientId,
            work.signal,
          ),
          silent: new Map(),
          repairs: mode.repair,
        }
        await deliverRound(context, delivering)
      }),
    )
  }
}

/** What the webinars of one call of the activity share. */
interface Delivering {
  readonly run: RunReference
  readonly work: RunWork
  readonly patience: RateLimitPatience
  readonly listsInFolder: ListsInFolder
  /** By event id: the error of a list that gave no usable answer in this call. Temporal waits before the next call. */
  readonly silent: Map<string, Error>
  readonly repairs: boolean
}

async function deliverRound(context: Service, delivering: Delivering): Promise<void> {
  const { timing } = context
  const { run, work, silent } = delivering
  let idleSince = performance.now()
  for (;;) {
    const eventIds = await deliverableNow(context, run)
    if (eventIds.length === 0) return
    const toTry = eventIds.filter((eventId) => !silent.has(eventId))
    const isProbing = await hasOnlyBeenRefused(context, run)
    const finished = isProbing
      ? await deliverPass(context, delivering, toTry.slice(0, MIN_ALIKE_LISTS), 1)
      : await deliverPass(context, delivering, toTry, MAX_PARALLEL)
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

/** Tries each webinar once that no other worker holds. Returns how many need no further try. */
async function deliverPass(
  context: Service,
  delivering: Delivering,
  eventIds: readonly string[],
  parallel: number,
): Promise<number> {
  const { run, work, patience, silent } = delivering
  const queue = [...eventIds]
  let finished = 0
  let hasToWait = false
  const deliverNext = async () => {
    for (let eventId = queue.shift(); eventId !== undefined; eventId = queue.shift()) {
      // If no list of this pass has answered, the remaining ones would not answer either.
      if (hasToWait || (finished === 0 && silent.size >= MAX_PARALLEL)) return
      work.signal.throwIfAborted()
      try {
        if (await deliverUnlessLeased(context, delivering, eventId)) finished += 1
      } catch (error) {
        const silence = await bookUnansweredList(context, delivering, eventId, error)
        if (silence === 'givenUp') finished += 1
        if (silence === 'givenUp' || silence === 'silent') continue
        hasToWait = true
        await waitOrStop(context, run, patience, silence.error)
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: parallel }, deliverNext))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  // All lanes were held back, which does not count as idle.
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

/** True if the webinar needs no further try in this run, or has to be read again first. */
async function deliverOne(
  context: Service,
  { run, work, patience, listsInFolder, repairs }: Delivering,
  eventId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, ciphers, now, timing } = context
  const { on24ClientId, runKey } = run
  // Another worker may have finished it before this one got the lease.
  if (!(await isToDeliver(store, runKey, eventId))) return true
  // Other lists may have found in the meantime that Act-On refuses the whole account.
  const account = await accountThatMayBeCalled(context, run)
  if (account === null) return true
  const delivered = await deliverWebinar({
    store,
    cipher: await ciphers.of(on24ClientId),
    actOn: runActOnClient(context, account, run, work, patience),
    listsInFolder,
    on24ClientId,
    eventId,
    runKey,
    repairs,
    signal,
    now,
    timing,
    findings: newFindings(),
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

/** `givenUp` or `silent` if only this list has the trouble, else the error that concerns all lists. */
async function bookUnansweredList(
  context: Service,
  { run, work, patience, silent }: Delivering,
  eventId: string,
  error: unknown,
): Promise<'givenUp' | 'silent' | { readonly error: unknown }> {
  if (!concernsOneList(error)) return { error }
  const account = await getAccount(context.store, run.on24ClientId)
  const actOn = runActOnClient(context, account, run, work, patience)
  try {
    const { signal } = work
    if (await noteUnansweredList(context, run, { eventId, error, actOn, signal })) return 'givenUp'
  } catch (refusal) {
    // Act-On was asked whether it answers at all, and refused, for example because of too many calls.
    return { error: refusal }
  }
  silent.set(eventId, error)
  return 'silent'
}

/** Delivers one webinar of a run under its lease. */
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import { deliverWebinar } from '../../src/delivery/deliver-webinar.ts'
import { newFindings } from '../../src/delivery/delivery.ts'
import type { ListsInFolder } from '../../src/delivery/list/lists-in-folder.ts'
import type { JobLooks } from '../../src/delivery/merge/job-looks.ts'
import { tryWithLease } from '../../src/store/leases/hold-lease.ts'
import { webinarLease } from '../../src/store/leases/lease-names.ts'
import { refillWebinar, rewriteWebinar } from '../../src/store/rows/refill.ts'
import { ANSWERED } from '../../src/store/runs/list-answers.ts'
import { setWebinarProgress } from '../../src/store/runs/run-webinars.ts'
import { isToDeliver } from '../../src/store/runs/work-list.ts'
import type { Service } from '../../src/service.ts'
import type { Aside, Lanes } from '../run/lanes.ts'
import { accountThatMayBeCalled } from '../run/run-progress.ts'
import type { RunWork } from '../run/run-work.ts'
import { noteListAnswer } from './judge-lists.ts'
import type { RateLimitPatience } from './rate-limit-patience.ts'
import { runActOnClient } from './run-act-on-client.ts'

/** What the webinars of one call of the activity share. */
export interface Delivering {
  readonly run: RunReference
  readonly work: RunWork
  readonly patience: RateLimitPatience
  readonly lanes: DeliveryLanes
  readonly listsInFolder: ListsInFolder
  readonly jobLooks: JobLooks
  readonly repairs: boolean
}

export type DeliveryLanes = Lanes<DeliveredWebinar>

export type DeliveredWebinar =
  /** It needs no further try in this run, or has to be read again first. */
  | 'finished'
  /** The same, and its list has answered. */
  | 'answered'
  | 'listNotVisibleYet'
  /** Another workflow works on it. */
  | 'leased'

/** Throws errors of the vendor, and of the service. */
export async function deliverOne(
  context: Service,
  delivering: Delivering,
  eventId: string,
  aside: Aside,
): Promise<DeliveredWebinar> {
  const { run, work } = delivering
  work.signal.throwIfAborted()
  const lease = {
    name: webinarLease(run.on24ClientId, eventId),
    owner: work.attempt,
    signal: work.signal,
  }
  const done = await tryWithLease(context.store, lease, (signal) =>
    deliverLeased(context, delivering, eventId, { signal, aside }),
  )
  return done?.result ?? 'leased'
}

async function deliverLeased(
  context: Service,
  { run, work, patience, lanes, listsInFolder, jobLooks, repairs }: Delivering,
  eventId: string,
  { signal, aside }: { readonly signal: AbortSignal; readonly aside: Aside },
): Promise<DeliveredWebinar> {
  const { store, ciphers, rowsInMemory, now, timing } = context
  const { on24ClientId, runKey } = run
  // Another worker may have finished it before this one got the lease.
  if (!(await isToDeliver(store, runKey, eventId))) return 'finished'
  // Other lists may have found in the meantime that Act-On refuses the whole account.
  const account = await accountThatMayBeCalled(context, run)
  if (account === null) return 'finished'
  const delivered = await deliverWebinar({
    store,
    cipher: await ciphers.of(on24ClientId),
    actOn: runActOnClient(context, account, run, work, patience, lanes),
    listsInFolder,
    jobLooks,
    rowsInMemory,
    aside,
    on24ClientId,
    eventId,
    runKey,
    zoneOfNewLists: account.timeZone,
    repairs,
    signal,
    now,
    timing,
    findings: newFindings(),
  })
  if (delivered.end === 'listNotVisibleYet') return 'listNotVisibleYet'
  if (delivered.end === 'listGone') {
    listsInFolder.forget()
    await refillWebinar(store, run, eventId, now())
    return 'finished'
  }
  if (delivered.end === 'zoneChanged') {
    await rewriteWebinar(store, run, eventId, now())
    return 'finished'
  }
  const { listAnswer } = delivered
  const progress = { deliveryState: 'done', listAnswer } as const
  await setWebinarProgress(store, runKey, eventId, progress)
  await noteListAnswer(context, run, listAnswer)
  return listAnswer === ANSWERED ? 'answered' : 'finished'
}

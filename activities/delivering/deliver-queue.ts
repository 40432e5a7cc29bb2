/**
 * Delivers webinars as soon as they can be, also those that are read meanwhile, and decides what the trouble of one
 * means for the others.
 */
import type { Service } from '../../src/service.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { readingLease } from '../../src/store/leases/lease-names.ts'
import { isLeased } from '../../src/store/leases/leases.ts'
import { leaveToBackfills } from '../reading/leave-to-backfills.ts'
import type { LaneEnd } from '../run/lanes.ts'
import { accountThatMayBeCalled, deliverableNow } from '../run/run-progress.ts'
import { type DeliveredWebinar, deliverOne, type Delivering } from './deliver-one.ts'
import { hasOnlyBeenRefused, noteUnansweredList } from './judge-lists.ts'
import { runActOnClient } from './run-act-on-client.ts'
import { concernsOneList, waitOrStop } from './wait-or-stop.ts'

/** How soon the store is asked again for webinars to deliver. */
const LOOK_MS = 500
/** The longest that one call waits for lists that do not appear yet, before it reports its progress to the workflow. */
const LONGEST_IDLE_MS = 60_000
/** After this time a call begins with no further webinar, so that it ends long before its time limit. */
const LONGEST_CALL_MS = 30 * 60_000
/** For so many turns a call whose turn is over waits for the jobs of its webinars before it begins with further ones. */
const DRAIN_TURNS = 4
/** Until a list has answered, this many are tried at once; if all of them are silent, the remaining ones would be, too. */
const MOST_UNANSWERED = 4

export async function deliverQueue(context: Service, delivering: Delivering): Promise<void> {
  const queue = new DeliveryQueue(context, delivering)
  try {
    await queue.deliverAll()
  } finally {
    // An answer of Act-On is stored, whatever has happened to other webinars.
    await delivering.lanes.finish()
  }
}

class DeliveryQueue {
  readonly #context: Service
  readonly #delivering: Delivering
  readonly #startedAt = performance.now()
  #isTurnOver: () => boolean
  /** Since when no further webinar begins because the turn is over. */
  #drainsSince: number | null = null
  /** What the store had last: also webinars that are at work or rest. */
  #toDeliver: readonly string[] = []
  /** Of these, the ones that may begin now. */
  #ready: string[] = []
  /** By event id: when a webinar may be tried again whose list does not appear yet, or that another worker holds. */
  readonly #restsUntil = new Map<string, number>()
  /** By event id: the error of a list that gave no usable answer in this call. Temporal waits before the next call. */
  readonly #silent = new Map<string, Error>()
  #hasFinished = false
  /** Some list has answered. */
  #hasAnswered = false
  #idleSince = performance.now()

  constructor(context: Service, delivering: Delivering) {
    this.#context = context
    this.#delivering = delivering
    this.#isTurnOver = context.activitySlots.beginTurn()
  }

  /** Throws an error that concerns all webinars, or one of those that gave no usable answer. */
  async deliverAll(): Promise<void> {
    const { lanes, work } = this.#delivering
    for (;;) {
      work.signal.throwIfAborted()
      if (this.#ready.length === 0 && this.#beginsMore()) await this.#findReady()
      const hasMore = this.#ready.length > 0 && this.#beginsMore()
      if (!hasMore && lanes.atWork.size === 0 && (await this.#isOver())) return
      const step = await lanes.next({ hasMore, withinMs: LOOK_MS })
      if (step === 'free') this.#beginNext()
      else if (step !== null) await this.#note(step)
    }
  }

  #beginsMore(): boolean {
    if (!this.#hasFinished && this.#silent.size >= MOST_UNANSWERED) return false
    const isTrying = !this.#hasAnswered && this.#delivering.lanes.atWork.size >= MOST_UNANSWERED
    if (this.#endsTurn()) return false
    return !isTrying && performance.now() - this.#startedAt < LONGEST_CALL_MS
  }

  /** Others want the slot. Only once a webinar is finished, so that each call makes progress. */
  #endsTurn(): boolean {
    if (!this.#hasFinished || !this.#isTurnOver()) return false
    this.#drainsSince ??= performance.now()
    const drainMs = DRAIN_TURNS * this.#context.timing.turnMs
    if (performance.now() - this.#drainsSince < drainMs) return true
    // A job takes long, and keeps the slot: the other webinars go on meanwhile.
    this.#drainsSince = null
    this.#isTurnOver = this.#context.activitySlots.beginTurn()
    return false
  }

  async #findReady(): Promise<void> {
    const { run, lanes } = this.#delivering
    const now = performance.now()
    this.#toDeliver = await deliverableNow(this.#context, run)
    const ready = this.#toDeliver.filter(
      (eventId) =>
        !lanes.atWork.has(eventId) &&
        !this.#silent.has(eventId) &&
        (this.#restsUntil.get(eventId) ?? 0) <= now,
    )
    if (ready.length === 0 || !(await hasOnlyBeenRefused(this.#context, run))) this.#ready = ready
    // One after the other, until one answers.
    else this.#ready = lanes.atWork.size === 0 ? ready.slice(0, 1) : []
  }

  #beginNext(): void {
    const eventId = this.#ready.shift()
    if (eventId === undefined) return
    this.#delivering.lanes.begin(eventId, (aside) =>
      deliverOne(this.#context, this.#delivering, eventId, (wait) => {
        // It waits for a job, so Act-On has accepted its upload.
        this.#hasAnswered = true
        return aside(wait)
      }),
    )
  }

  async #note(end: LaneEnd<DeliveredWebinar>): Promise<void> {
    if ('error' in end) return this.#noteError(end.eventId, end.error)
    this.#hasAnswered ||= end.result === 'answered'
    if (end.result === 'finished' || end.result === 'answered') this.#noteFinished()
    else {
      const { lookAgainMs } = this.#context.timing
      const restMs = end.result === 'leased' ? LOOK_MS : lookAgainMs
      this.#restsUntil.set(end.eventId, performance.now() + restMs)
    }
  }

  #noteFinished(): void {
    this.#hasFinished = true
    this.#idleSince = performance.now()
  }

  async #noteError(eventId: string, error: unknown): Promise<void> {
    const { run, work, patience } = this.#delivering
    work.signal.throwIfAborted()
    const ofAll = concernsOneList(error) ? await this.#bookUnanswered(eventId, error) : { error }
    if (ofAll === null) return
    this.#idleSince = performance.now()
    await waitOrStop(this.#context, run, patience, ofAll.error)
  }

  /** Null if only this list has the trouble, else the error that concerns all lists. */
  async #bookUnanswered(
    eventId: string,
    error: Error,
  ): Promise<{ readonly error: unknown } | null> {
    const { run, work, patience } = this.#delivering
    const account = await getAccount(this.#context.store, run.on24ClientId)
    const actOn = runActOnClient(this.#context, account, run, work, patience)
    const { signal } = work
    try {
      const unanswered = { eventId, error, actOn, signal }
      if (await noteUnansweredList(this.#context, run, unanswered)) this.#noteFinished()
      else this.#silent.set(eventId, error)
      return null
    } catch (refusal) {
      // Act-On was asked whether it answers at all, and refused, for example because of too many calls.
      return { error: refusal }
    }
  }

  /** Nothing is at work and nothing can begin: whether this call has nothing to wait for either. */
  async #isOver(): Promise<boolean> {
    const { run } = this.#delivering
    const endsTurn = this.#endsTurn()
    if (endsTurn) {
      this.#toDeliver = await deliverableNow(this.#context, run)
      if (this.#toDeliver.some((eventId) => !this.#silent.has(eventId))) return true
      // The next call would have nothing to do, and nobody would request it when another webinar has been read.
    }
    const [failure] = this.#silent.values()
    if (failure !== undefined) throw failure
    if (!endsTurn && !this.#beginsMore()) return true
    if (this.#toDeliver.length === 0) return !(await this.#isReading())
    const idleMs = performance.now() - this.#idleSince
    if (idleMs >= this.#context.timing.backfillPatienceMs)
      await leaveToBackfills(this.#context, run)
    return idleMs >= LONGEST_IDLE_MS
  }

  async #isReading(): Promise<boolean> {
    const { run } = this.#delivering
    const { store } = this.#context
    if (!(await isLeased(store, readingLease(run.runKey)))) return false
    return (await accountThatMayBeCalled(this.#context, run)) !== null
  }
}

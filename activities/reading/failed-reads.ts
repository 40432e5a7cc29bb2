/**
 * Webinars that cannot be read. One that fails by itself keeps none of the others from being read: all of them come
 * first, then it is tried a few times more, and then this run gives it up. What only looks like it, because ON24 is away
 * for everybody, is told apart by whether another call goes through, and is an outage, which Temporal retries.
 */
import { log } from '@temporalio/activity'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import { errorFacts } from '../../src/observability/error-facts.ts'
import { isOwnFault } from '../../src/observability/own-fault.ts'
import {
  On24Error,
  On24PermissionDenied,
  On24RequestRefused,
  On24Unavailable,
  On24UnexpectedResponse,
} from '../../src/on24/errors.ts'
import { noteFailedRead } from '../../src/store/webinars/failed-reads.ts'
import type { Service } from '../../src/service.ts'

/** Of one webinar in one run, with Temporal's growing waits in between. */
const MOST_TRIES = 4
/** After so many in a row it is asked whether ON24 answers at all. */
const SUSPICIOUS = 3

/** A webinar failed by itself and is tried again; all others were asked meanwhile. */
export class WebinarNotRead extends Error {
  override readonly name = 'WebinarNotRead'
  constructor(cause: unknown) {
    super(sentenceOf(cause), { cause })
  }
}

interface FailedRead {
  readonly eventId: string
  readonly error: unknown
}

export class FailedReads {
  readonly #store: Service['store']
  readonly #run: RunReference
  /** The cheapest call there is: rejects when ON24 does not answer it either. */
  readonly #askOn24: () => Promise<void>
  /** Since another call went through: nobody knows yet whose fault it was. */
  #unexplained: FailedRead[] = []
  #first: FailedRead | null = null

  constructor(store: Service['store'], run: RunReference, askOn24: () => Promise<void>) {
    this.#store = store
    this.#run = run
    this.#askOn24 = askOn24
  }

  /** ON24 answers: what failed before failed by itself. */
  async wasRead(): Promise<void> {
    for (const failed of this.#unexplained.splice(0)) await this.#book(failed)
  }

  /** Throws the error on when it is no trouble of one webinar; that of ON24 when ON24 is away. */
  async failed(eventId: string, error: unknown): Promise<void> {
    const failed = { eventId, error }
    if (isOwnFault(error)) return this.#book(failed)
    if (!isMaybeOfOneWebinar(error)) throw error
    this.#unexplained.push(failed)
    if (this.#unexplained.length >= SUSPICIOUS) await this.#explain()
  }

  /** After all webinars were asked. Throws WebinarNotRead when some of them are to be tried again. */
  async endPass(isOver: () => Promise<boolean>): Promise<void> {
    if (this.#unexplained.length > 0) await this.#explain()
    const first = this.#first
    if (first === null || (await isOver())) return
    throw new WebinarNotRead(first.error)
  }

  async #explain(): Promise<void> {
    await this.#askOn24()
    await this.wasRead()
  }

  async #book(failed: FailedRead): Promise<void> {
    const { eventId, error } = failed
    this.#first ??= failed
    const { on24ClientId, runKey } = this.#run
    log.warn('A webinar could not be read', { on24ClientId, eventId, ...errorFacts(error) })
    // ON24 never takes the same request: trying it again is in vain.
    const mostTries = error instanceof On24RequestRefused ? 1 : MOST_TRIES
    await noteFailedRead(this.#store, runKey, eventId, { failure: sentenceOf(error), mostTries })
  }
}

function isMaybeOfOneWebinar(error: unknown): boolean {
  return (
    error instanceof On24Unavailable ||
    error instanceof On24UnexpectedResponse ||
    error instanceof On24RequestRefused ||
    error instanceof On24PermissionDenied
  )
}

/** In words of our own alone: it is shown to operators. */
function sentenceOf(error: unknown): string {
  if (error instanceof On24Error) return error.sentence
  const { kind, code } = errorFacts(error)
  return `Unexpected ${kind}${code === null ? '' : ` (${code})`}: the worker's log has the place.`
}

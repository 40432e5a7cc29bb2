/**
 * Webinars that cannot be read, or whose lists cannot be compared. If only one webinar fails, the rest is read first;
 * then it is tried a few more times, and then this run gives it up. If the vendor answers no other call either, it is an
 * outage, which Temporal retries.
 */
import { log } from '@temporalio/activity'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import { errorFacts } from '../../src/observability/error-facts.ts'
import { ActOnUnavailable } from '../../src/act-on/errors.ts'
import { isListRefusal, signatureOf } from '../../src/delivery/refusals.ts'
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

/** Attempts for one webinar in one run, with Temporal's growing waits in between. */
const MAX_TRIES = 4
/** After this many consecutive failures, ON24 is asked whether it answers at all. */
const MAX_UNEXPLAINED = 3

/** A single webinar failed and is tried again, after all other webinars were read. */
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
  /** The cheapest call there is. Rejects if the vendor does not answer it either. */
  readonly #askVendors: () => Promise<void>
  /** Failures since the last successful call: it is unknown whether the webinars or a vendor caused them. */
  #unexplained: FailedRead[] = []
  #first: FailedRead | null = null

  constructor(store: Service['store'], run: RunReference, askVendors: () => Promise<void>) {
    this.#store = store
    this.#run = run
    this.#askVendors = askVendors
  }

  /** A call succeeded: the failures before it were caused by their webinars. */
  async wasRead(): Promise<void> {
    for (const failed of this.#unexplained.splice(0)) await this.#book(failed)
  }

  /** Rethrows an error that does not concern one webinar. Throws the vendor's error if it does not answer at all. */
  async failed(eventId: string, error: unknown): Promise<void> {
    const failed = { eventId, error }
    if (isOwnFault(error)) return this.#book(failed)
    if (!mayConcernOneWebinar(error)) throw error
    this.#unexplained.push(failed)
    if (this.#unexplained.length >= MAX_UNEXPLAINED) await this.#explain()
  }

  /** After a pass over all webinars. Throws WebinarNotRead if some of them are to be tried again. */
  async endPass(isOver: () => Promise<boolean>): Promise<void> {
    if (this.#unexplained.length > 0) await this.#explain()
    const first = this.#first
    if (first === null || (await isOver())) return
    throw new WebinarNotRead(first.error)
  }

  async #explain(): Promise<void> {
    await this.#askVendors()
    await this.wasRead()
  }

  async #book(failed: FailedRead): Promise<void> {
    const { eventId, error } = failed
    this.#first ??= failed
    const { on24ClientId, runKey } = this.#run
    log.warn('A webinar could not be read', { on24ClientId, eventId, ...errorFacts(error) })
    const mostTries = isFinal(error) ? 1 : MAX_TRIES
    await noteFailedRead(this.#store, runKey, eventId, { failure: sentenceOf(error), mostTries })
  }
}

function mayConcernOneWebinar(error: unknown): boolean {
  return (
    error instanceof On24Unavailable ||
    error instanceof On24UnexpectedResponse ||
    error instanceof On24RequestRefused ||
    error instanceof On24PermissionDenied ||
    error instanceof ActOnUnavailable ||
    isListRefusal(error)
  )
}

/** The vendor will refuse the same request again. */
function isFinal(error: unknown): boolean {
  return error instanceof On24RequestRefused || isListRefusal(error)
}

/** Only our own words: operators see them. */
function sentenceOf(error: unknown): string {
  if (error instanceof On24Error) return error.sentence
  if (error instanceof ActOnUnavailable) return 'Act-On does not answer for its list.'
  if (isListRefusal(error)) return `Act-On refuses its list: ${signatureOf(error)}.`
  const { kind, code } = errorFacts(error)
  return `Unexpected ${kind}${code === null ? '' : ` (${code})`}: the worker's log has the place.`
}

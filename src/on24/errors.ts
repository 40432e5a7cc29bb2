/**
 * What can go wrong with ON24, by who must act and whether trying again helps. Messages are our own
 * sentences; ON24's words are added only where they match a text we know, since a body may name people.
 */

/** What every error says about its call. */
export interface On24Refusal {
  /** Endpoint by name, e.g. `eventRegistrants`. */
  readonly endpoint: string
  readonly status: number
  /** ON24's own text when it is a known one, else null. */
  readonly vendorWords: string | null
}

export abstract class On24Error extends Error {
  readonly endpoint: string
  /** What happened, in words of our own alone. */
  readonly sentence: string

  constructor(sentence: string, { endpoint, vendorWords }: Omit<On24Refusal, 'status'>) {
    const words = vendorWords === null ? '' : ` ON24 says: "${vendorWords}"`
    super(`${sentence} [${endpoint}]${words}`)
    this.endpoint = endpoint
    this.sentence = sentence
  }
}

/** 401. The client's ON24 administrator must renew the token pair; trying again does not help. */
export class On24CredentialsRefused extends On24Error {
  override readonly name = 'On24CredentialsRefused'
  /** The pair is right, but was disabled, by hand or after 60 days without a call. ON24 seldom says so. */
  readonly isDeactivated: boolean

  constructor(refusal: On24Refusal) {
    super('ON24 refuses the access token pair.', refusal)
    this.isDeactivated = /deactivated/i.test(refusal.vendorWords ?? '')
  }
}

/**
 * 403. ON24 must grant the token this access; trying again does not help, unless `certain` is false: then
 * the text was none that we know, and a few later attempts may tell a passing trouble from a refusal.
 */
export class On24PermissionDenied extends On24Error {
  override readonly name = 'On24PermissionDenied'
  readonly certain: boolean
  /** `otherClient`: the token is good, but for another client. `notElite`: the client's contract lacks it. */
  readonly reason: 'permission' | 'otherClient' | 'notElite'

  constructor(refusal: On24Refusal) {
    super('ON24 does not let this access token read the client.', refusal)
    const words = refusal.vendorWords ?? ''
    this.certain = refusal.vendorWords !== null
    this.reason = /access to this client/i.test(words)
      ? 'otherClient'
      : /not an Elite/i.test(words)
        ? 'notElite'
        : 'permission'
  }
}

/** The client account is inactive or does not exist. Operator and customer must act; no retry helps. */
export class On24ClientInactive extends On24Error {
  override readonly name = 'On24ClientInactive'
  readonly reason: 'inactive' | 'unknown'

  constructor(refusal: On24Refusal) {
    super('The ON24 client account is inactive or unknown.', refusal)
    this.reason = refusal.status === 404 ? 'unknown' : 'inactive'
  }
}

/** Quota used up: 403 with a quota text, or 429. Nobody must act; wait and go on. Not an outage. */
export class On24QuotaReached extends On24Error {
  override readonly name = 'On24QuotaReached'
  /** Milliseconds to wait: as ON24 asked, or as our pace says; null when neither says anything. */
  readonly retryAfterMs: number | null
  readonly #refusal: On24Refusal

  constructor(refusal: On24Refusal, retryAfterMs: number | null) {
    super('The ON24 call quota is used up for now.', refusal)
    this.retryAfterMs = retryAfterMs
    this.#refusal = refusal
  }

  /** The same, with the time to wait. */
  waiting(ms: number): On24QuotaReached {
    return new On24QuotaReached(this.#refusal, ms)
  }
}

/** One event is inactive or deleted. Skip this event only; nobody must act. */
export class On24EventUnavailable extends On24Error {
  override readonly name = 'On24EventUnavailable'
  readonly reason: 'inactive' | 'gone'

  constructor(refusal: On24Refusal, reason: 'inactive' | 'gone') {
    super(`The ON24 event is ${reason}.`, refusal)
    this.reason = reason
  }
}

/** 400. We sent something wrong, so the developers must act; the same call never succeeds. */
export class On24RequestRefused extends On24Error {
  override readonly name = 'On24RequestRefused'

  constructor(refusal: On24Refusal) {
    super('ON24 refuses the request as malformed.', refusal)
  }
}

/** 5xx, a timeout, a broken connection, a body that is not JSON or ends early. Trying again helps. */
export class On24Unavailable extends On24Error {
  override readonly name = 'On24Unavailable'
  /** `HTTP_503`, `ECONNRESET`, `NOT_JSON`, `TRUNCATED`, … */
  readonly code: string

  constructor(endpoint: string, code: string) {
    super(`ON24 gave no usable answer (${code}).`, { endpoint, vendorWords: null })
    this.code = code
  }
}

/** An answer that is not what ON24 documents. The developers must act; trying again seldom helps. */
export class On24UnexpectedResponse extends On24Error {
  override readonly name = 'On24UnexpectedResponse'

  /** @param problem names statuses and keys only, never values. */
  constructor(endpoint: string, problem: string) {
    super(`ON24 answered in an unknown way: ${problem}.`, { endpoint, vendorWords: null })
  }
}

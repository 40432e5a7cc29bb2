/**
 * The errors of calls to ON24, grouped by who must act and whether a retry helps. Messages are our own sentences;
 * ON24's text is added only where it is a known one, since a body may name people.
 */

/** What an error says about the refused call. */
export interface On24Refusal {
  /** Endpoint by name, e.g. `eventRegistrants`. */
  readonly endpoint: string
  readonly status: number
  /** ON24's own text when it is a known one, else null. */
  readonly vendorWords: string | null
}

export abstract class On24Error extends Error {
  readonly endpoint: string
  /** What happened, in our own words only. */
  readonly sentence: string

  constructor(sentence: string, { endpoint, vendorWords }: Omit<On24Refusal, 'status'>) {
    const words = vendorWords === null ? '' : ` ON24 says: "${vendorWords}"`
    super(`${sentence} [${endpoint}]${words}`)
    this.endpoint = endpoint
    this.sentence = sentence
  }
}

/** 401. The client's ON24 administrator must renew the token pair; a retry does not help. */
export class On24CredentialsRefused extends On24Error {
  override readonly name = 'On24CredentialsRefused'
  /** The pair is right, but was disabled: by hand, or after 60 days without a call. ON24 rarely says so. */
  readonly isDeactivated: boolean

  constructor(refusal: On24Refusal) {
    super('ON24 refuses the access token pair.', refusal)
    this.isDeactivated = /deactivated/i.test(refusal.vendorWords ?? '')
  }
}

/**
 * 403. ON24 must grant the token this access; a retry does not help, unless `certain` is false: then the text was
 * not a known one, and a few later attempts can tell a passing problem from a refusal.
 */
export class On24PermissionDenied extends On24Error {
  override readonly name = 'On24PermissionDenied'
  readonly certain: boolean
  /** `otherClient`: the token is valid for another client. `notElite`: the client's contract lacks API access. */
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

/** Quota used up: 403 with a quota text, or 429. No one must act: wait, then continue. Not an outage. */
export class On24QuotaReached extends On24Error {
  override readonly name = 'On24QuotaReached'
  /** Milliseconds to wait, as ON24 asks or as our pace decides; null when neither gives a time. */
  readonly retryAfterMs: number | null
  readonly #refusal: On24Refusal

  constructor(refusal: On24Refusal, retryAfterMs: number | null) {
    super('The ON24 call quota is used up for now.', refusal)
    this.retryAfterMs = retryAfterMs
    this.#refusal = refusal
  }

  /** A copy of this error with the time to wait. */
  withRetryAfter(ms: number): On24QuotaReached {
    return new On24QuotaReached(this.#refusal, ms)
  }
}

/** One event is inactive or deleted. Skip only this event; no one must act. */
export class On24EventUnavailable extends On24Error {
  override readonly name = 'On24EventUnavailable'
  readonly reason: 'inactive' | 'gone'

  constructor(refusal: On24Refusal, reason: 'inactive' | 'gone') {
    super(`The ON24 event is ${reason}.`, refusal)
    this.reason = reason
  }
}

/** 400. Our request was wrong, so the developers must act; the same request never succeeds. */
export class On24RequestRefused extends On24Error {
  override readonly name = 'On24RequestRefused'

  constructor(refusal: On24Refusal) {
    super('ON24 refuses the request as malformed.', refusal)
  }
}

/** 5xx, a timeout, a broken connection, a body that is not JSON or is truncated. A retry helps. */
export class On24Unavailable extends On24Error {
  override readonly name = 'On24Unavailable'
  /** `HTTP_503`, `ECONNRESET`, `NOT_JSON`, `TRUNCATED`, … */
  readonly code: string

  constructor(endpoint: string, code: string) {
    super(`ON24 gave no usable answer (${code}).`, { endpoint, vendorWords: null })
    this.code = code
  }
}

/** A response that ON24 does not document. The developers must act; a retry rarely helps. */
export class On24UnexpectedResponse extends On24Error {
  override readonly name = 'On24UnexpectedResponse'

  /** @param problem names only statuses and keys, never values. */
  constructor(endpoint: string, problem: string) {
    super(`ON24 sent an unexpected response: ${problem}.`, { endpoint, vendorWords: null })
  }
}

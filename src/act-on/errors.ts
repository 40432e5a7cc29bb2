/**
 * What can go wrong in a call to Act-On, one class per policy: each says who must act and whether trying
 * again helps. Messages are our own sentences; Act-On's words may quote a contact and stay out of them.
 */

const WORDS_LENGTH = 500

/** The root of every error that the Act-On client throws, apart from the caller's own cancellation. */
export abstract class ActOnError extends Error {
  readonly #vendorWords: string

  constructor(message: string, vendorWords = '') {
    super(message)
    this.#vendorWords = vendorWords.slice(0, WORDS_LENGTH)
  }

  /** Act-On's own text. Not enumerable, so that no serialiser takes it along: it may hold personal data. */
  get vendorWords(): string {
    return this.#vendorWords
  }
}

/** The customer must link again: neither token nor password is accepted any more. Trying again is useless. */
export class ActOnAccessRefused extends ActOnError {
  override readonly name = 'ActOnAccessRefused'
}

/** Nobody must act: too many calls. Helps: later, by the second first, then by the day. */
export class ActOnRateLimited extends ActOnError {
  override readonly name = 'ActOnRateLimited'
  /** Which calls there were too many of, by name. */
  readonly endpoint: string
  /** Milliseconds, if Act-On said so. */
  readonly retryAfterMs: number | null

  constructor(endpoint: string, retryAfterMs: number | null) {
    super('Act-On refused the call because there were too many.')
    this.endpoint = endpoint
    this.retryAfterMs = retryAfterMs
  }
}

/** The list was deleted in Act-On: we make it again and fill it. The same call never succeeds. */
export class ActOnListGone extends ActOnError {
  override readonly name = 'ActOnListGone'

  constructor(vendorWords: string) {
    super('Act-On no longer has the list (10004).', vendorWords)
  }
}

/** A heading is not in the list: we read the headings again. The same body never succeeds. */
export class ActOnUnknownColumn extends ActOnError {
  override readonly name = 'ActOnUnknownColumn'

  constructor(vendorWords: string) {
    super('Act-On does not know a column of the record (10010).', vendorWords)
  }
}

/** Act-On forgot the job, whether it worked or not: we judge by the list's rows. */
export class ActOnJobExpired extends ActOnError {
  override readonly name = 'ActOnJobExpired'

  constructor(vendorWords: string) {
    super('Act-On no longer knows the job (10017).', vendorWords)
  }
}

/** The upload and the list do not fit: we read the headings again, or the client has a mistake. */
export class ActOnMergeRefused extends ActOnError {
  override readonly name = 'ActOnMergeRefused'
  readonly code: string | null

  constructor(code: string | null, vendorWords: string) {
    super(`Act-On refused the upload (${code ?? 'no code'}).`, vendorWords)
    this.code = code
  }
}

/**
 * Act-On does not take this request: because of the row, the list, or for a passing reason of its own. The code says
 * which it may be: see error-codes.ts.
 */
export class ActOnRequestRefused extends ActOnError {
  override readonly name = 'ActOnRequestRefused'
  readonly status: number
  readonly code: string | null

  constructor(status: number, code: string | null, vendorWords: string) {
    super(`Act-On refused the request (HTTP ${String(status)}, ${code ?? 'no code'}).`, vendorWords)
    this.status = status
    this.code = code
  }
}

/** Nobody must act: Act-On or the network is down. Helps: later. */
export class ActOnUnavailable extends ActOnError {
  override readonly name = 'ActOnUnavailable'
  /** A network code, `HTTP 503`, `not JSON`, … */
  readonly reason: string
  /** False only when the request surely changed nothing, so that even a create may be sent again. */
  readonly mayHaveTakenEffect: boolean

  constructor(reason: string, mayHaveTakenEffect: boolean) {
    super(`Act-On gave no usable answer (${reason}).`)
    this.reason = reason
    this.mayHaveTakenEffect = mayHaveTakenEffect
  }
}

/** We must act: Act-On answered in a shape that the client does not know. Trying again seldom helps. */
export class ActOnUnexpectedResponse extends ActOnError {
  override readonly name = 'ActOnUnexpectedResponse'
  readonly endpoint: string

  /** @param problem paths and kinds of what is wrong, never values. */
  constructor(endpoint: string, problem: string) {
    super(`Act-On's answer to ${endpoint} is not what its documents say: ${problem}.`)
    this.endpoint = endpoint
  }
}

/** The customer must ask Act-On for API access: their account has none. Helps: after that. */
export class ActOnApiNotEnabled extends ActOnError {
  override readonly name = 'ActOnApiNotEnabled'

  constructor() {
    super('The Act-On account has no API access (PUBLIC_API_FEATURE_NOT_ENABLED).')
  }
}

/**
 * The errors of calls to Act-On, one class per policy: each says who must act and whether a retry helps. Messages are
 * our own sentences, without Act-On's text, which may quote a contact.
 */

const WORDS_LENGTH = 500

/** The base class of every error that the Act-On client throws, except the caller's own cancellation. */
export abstract class ActOnError extends Error {
  readonly #vendorWords: string

  constructor(message: string, vendorWords = '') {
    super(message)
    this.#vendorWords = vendorWords.slice(0, WORDS_LENGTH)
  }

  /** Act-On's own text. Not enumerable, so that no serialiser includes it: it may hold personal data. */
  get vendorWords(): string {
    return this.#vendorWords
  }
}

/** The customer must link again: Act-On no longer accepts the token or the password. A retry does not help. */
export class ActOnAccessRefused extends ActOnError {
  override readonly name = 'ActOnAccessRefused'
}

/** Too many calls. No one must act; a retry helps once the limit per second, or else the one per day, has room. */
export class ActOnRateLimited extends ActOnError {
  override readonly name = 'ActOnRateLimited'
  /** The endpoint that was called, by name. */
  readonly endpoint: string
  /** Milliseconds; null if Act-On did not say. */
  readonly retryAfterMs: number | null

  constructor(endpoint: string, retryAfterMs: number | null) {
    super('Act-On refused the call because there were too many.')
    this.endpoint = endpoint
    this.retryAfterMs = retryAfterMs
  }
}

/** The list was deleted in Act-On: we create and fill it again. The same call never succeeds. */
export class ActOnListGone extends ActOnError {
  override readonly name = 'ActOnListGone'

  constructor(vendorWords: string) {
    super('Act-On no longer has the list (10004).', vendorWords)
  }
}

/** The list has no column with one of the headings: we read its headings again. The same body never succeeds. */
export class ActOnUnknownColumn extends ActOnError {
  override readonly name = 'ActOnUnknownColumn'

  constructor(vendorWords: string) {
    super('Act-On does not know a column of the record (10010).', vendorWords)
  }
}

/** Act-On forgot the job, whether or not it succeeded: we decide by the rows of the list. */
export class ActOnJobExpired extends ActOnError {
  override readonly name = 'ActOnJobExpired'

  constructor(vendorWords: string) {
    super('Act-On no longer knows the job (10017).', vendorWords)
  }
}

/** The upload does not match the list: we read the headings again, or our client has a bug. */
export class ActOnMergeRefused extends ActOnError {
  override readonly name = 'ActOnMergeRefused'
  readonly code: string | null

  constructor(code: string | null, vendorWords: string) {
    super(`Act-On refused the upload (${code ?? 'no code'}).`, vendorWords)
    this.code = code
  }
}

/**
 * Act-On refuses this request: because of the row, the list, or a temporary reason of its own. The code shows which
 * are possible: see error-codes.ts.
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

/** Act-On or the network is down. No one must act; a later retry helps. */
export class ActOnUnavailable extends ActOnError {
  override readonly name = 'ActOnUnavailable'
  /** A network code, `HTTP 503`, `not JSON`, … */
  readonly reason: string
  /** False only if the request certainly changed nothing, so that even a create may be sent again. */
  readonly mayHaveTakenEffect: boolean

  constructor(reason: string, mayHaveTakenEffect: boolean) {
    super(`Act-On gave no usable answer (${reason}).`)
    this.reason = reason
    this.mayHaveTakenEffect = mayHaveTakenEffect
  }
}

/** Act-On sent a response of an unknown shape. The developers must act; a retry rarely helps. */
export class ActOnUnexpectedResponse extends ActOnError {
  override readonly name = 'ActOnUnexpectedResponse'
  readonly endpoint: string

  /** @param problem names paths and kinds of mistakes, never values. */
  constructor(endpoint: string, problem: string) {
    super(`Act-On's response to ${endpoint} differs from its documentation: ${problem}.`)
    this.endpoint = endpoint
  }
}

/** The customer's account has no API access. The customer must ask Act-On for it; a retry helps after that. */
export class ActOnApiNotEnabled extends ActOnError {
  override readonly name = 'ActOnApiNotEnabled'

  constructor() {
    super('The Act-On account has no API access (PUBLIC_API_FEATURE_NOT_ENABLED).')
  }
}

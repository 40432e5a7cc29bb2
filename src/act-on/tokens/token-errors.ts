/** The errors of token requests: each class says who must act and whether a retry helps. */
import { ActOnError } from '../errors.ts'

/** The customer must enter another user name or password. A retry only uses up sign-ins. */
export class ActOnWrongPassword extends ActOnError {
  override readonly name = 'ActOnWrongPassword'

  constructor() {
    super('Act-On refused the user name or the password.')
  }
}

/** The refresh token was used or replaced, or is too old: sign in with the password, else link again. */
export class ActOnRefreshTokenRefused extends ActOnError {
  override readonly name = 'ActOnRefreshTokenRefused'

  constructor() {
    super('Act-On refused the refresh token.')
  }
}

/** Our own client id or secret is wrong, which affects all accounts. Operators must act; no customer can help. */
export class ActOnClientRefused extends ActOnError {
  override readonly name = 'ActOnClientRefused'

  constructor() {
    super('Act-On refused our client id or secret (ACTON_CLIENT_ID, ACTON_CLIENT_SECRET).')
  }
}

/** Act-On allows five sign-ins an hour. No one must act; a later retry helps. */
export class ActOnTooManySignIns extends ActOnError {
  override readonly name = 'ActOnTooManySignIns'
  /** Milliseconds until a sign-in is possible again; null if Act-On itself refused and did not say when. */
  readonly retryAfterMs: number | null

  constructor(retryAfterMs: number | null) {
    super('The Act-On user name has no sign-in left in this hour.')
    this.retryAfterMs = retryAfterMs
  }
}

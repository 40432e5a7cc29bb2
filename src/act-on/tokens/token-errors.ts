/** What can go wrong when a token is asked for: each class says who must act and whether trying again helps. */
import { ActOnError } from '../errors.ts'

/** The customer must give another user name or password. Trying again only uses up sign-ins. */
export class ActOnWrongPassword extends ActOnError {
  override readonly name = 'ActOnWrongPassword'

  constructor() {
    super('Act-On refused the user name or the password.')
  }
}

/** The refresh token was used, replaced or is too old: sign in with the password, else link again. */
export class ActOnRefreshTokenRefused extends ActOnError {
  override readonly name = 'ActOnRefreshTokenRefused'

  constructor() {
    super('Act-On refused the refresh token.')
  }
}

/** Operators must act, for all accounts: our own client id or secret is wrong. No customer can help. */
export class ActOnClientRefused extends ActOnError {
  override readonly name = 'ActOnClientRefused'

  constructor() {
    super('Act-On refused our client id or secret (ACTON_CLIENT_ID, ACTON_CLIENT_SECRET).')
  }
}

/** Nobody must act: Act-On allows five sign-ins an hour. Helps: later. */
export class ActOnTooManySignIns extends ActOnError {
  override readonly name = 'ActOnTooManySignIns'
  /** Milliseconds until there is room again; null when it was Act-On that refused, without saying when. */
  readonly retryAfterMs: number | null

  constructor(retryAfterMs: number | null) {
    super('The Act-On user name has no sign-in left in this hour.')
    this.retryAfterMs = retryAfterMs
  }
}

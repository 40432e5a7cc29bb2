/** Turns ON24's answer to a token pair into a problem for the operator who registers it. */
import { OtherOn24Region } from '../../accounts/check-on24-pair.ts'
import {
  On24ClientInactive,
  On24CredentialsRefused,
  On24Error,
  On24PermissionDenied,
  On24QuotaReached,
  On24Unavailable,
} from '../../on24/errors.ts'
import { Problem } from './problem.ts'

const DEFAULT_RETRY_MS = 60_000

const PAIR = ['accessTokenKey', 'accessTokenSecret']

/** Null for errors that do not come from ON24. */
export function on24Problem(error: unknown): Problem | null {
  if (error instanceof OtherOn24Region) {
    const { region } = error
    const detail = `This token pair belongs to region ${region}: set region to "${region}".`
    return refusal('otherRegion', ['region'], detail)
  }
  if (error instanceof On24CredentialsRefused) return refusedPair(error)
  if (error instanceof On24ClientInactive) return wrongClient(error)
  if (error instanceof On24PermissionDenied) return missingPermission(error)
  if (error instanceof On24QuotaReached) {
    const detail =
      'ON24 accepts no more calls for this client for now. Nothing was stored: try again later.'
    const retryAfterMs = error.retryAfterMs ?? DEFAULT_RETRY_MS
    return new Problem('on24QuotaReached', detail, { retryAfterMs })
  }
  if (error instanceof On24Unavailable || isTimeout(error)) {
    const detail = 'ON24 gave no usable answer. Nothing was stored: try again later.'
    return new Problem('on24Unavailable', detail, { retryAfterMs: DEFAULT_RETRY_MS })
  }
  if (error instanceof On24Error) {
    const detail =
      'ON24 sent an answer that is not in its documentation. Nothing was stored: try again later.'
    return new Problem('on24Unexpected', detail)
  }
  return null
}

function refusedPair({ isDeactivated }: On24CredentialsRefused): Problem {
  return isDeactivated
    ? refusal(
        'tokenPairDeactivated',
        PAIR,
        "ON24 has deactivated this token pair: enable it again in ON24's platform, under API Tokens.",
      )
    : refusal(
        'tokenPairRefused',
        PAIR,
        'ON24 does not accept this token pair. Compare both values with those under API Tokens in ' +
          "ON24's platform, and check that the pair is enabled: ON24 disables pairs unused for 60 days.",
      )
}

function wrongClient({ reason }: On24ClientInactive): Problem {
  return reason === 'unknown'
    ? refusal(
        'clientUnknown',
        ['on24ClientId'],
        'ON24 has no client with this id: check it under API Tokens in its platform.',
      )
    : refusal(
        'clientInactive',
        ['on24ClientId'],
        'ON24 reports that this client is inactive: ask ON24 to activate it.',
      )
}

function missingPermission({ reason, certain }: On24PermissionDenied): Problem {
  switch (reason) {
    case 'otherClient':
      return refusal(
        'otherClient',
        ['on24ClientId'],
        'The token pair is valid, but was created in another client: create one in this client.',
      )
    case 'notElite':
      return refusal(
        'clientNotElite',
        ['on24ClientId'],
        'ON24 reports that this client is not an Elite user: ask ON24 for a contract that includes Connect.',
      )
    case 'permission':
      return refusal(
        'noPermission',
        PAIR,
        certain
          ? 'ON24 denies this token pair permission: check that the contract includes Connect, and create ' +
              'the pair with access to all endpoints.'
          : 'ON24 denies access for an unknown reason: check that the contract includes Connect, and ' +
              'try again later.',
      )
  }
}

function refusal(word: Problem['word'], fields: readonly string[], detail: string): Problem {
  return new Problem(word, detail, { errors: fields.map((field) => ({ field, detail })) })
}

/** The signal timed out, or ended a wait. */
function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'TimeoutError' || (error.name === 'AbortError' && isTimeout(error.cause))
}

/** What ON24's answer to a token pair means for the operator who registers it. */
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

const BLIND_WAIT_MS = 60_000

const PAIR = ['accessTokenKey', 'accessTokenSecret']

/** Null when it is not about ON24. */
export function on24Problem(error: unknown): Problem | null {
  if (error instanceof OtherOn24Region) {
    const { region } = error
    const detail = `This token pair works in region ${region}: register with region "${region}".`
    return refusal('otherRegion', ['region'], detail)
  }
  if (error instanceof On24CredentialsRefused) return refusedPair(error)
  if (error instanceof On24ClientInactive) return wrongClient(error)
  if (error instanceof On24PermissionDenied) return missingPermission(error)
  if (error instanceof On24QuotaReached) {
    const detail =
      'ON24 takes no more calls of this client for now. Nothing was stored: try again later.'
    const retryAfterMs = error.retryAfterMs ?? BLIND_WAIT_MS
    return new Problem('on24QuotaReached', detail, { retryAfterMs })
  }
  if (error instanceof On24Unavailable || isTimeout(error)) {
    const detail = 'ON24 gave no usable answer. Nothing was stored: try again later.'
    return new Problem('on24Unavailable', detail, { retryAfterMs: BLIND_WAIT_MS })
  }
  if (error instanceof On24Error) {
    const detail = 'ON24 answered in a way that it does not document. Nothing was stored.'
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
          "ON24's platform, and see that the pair is enabled: one without a call for 60 days is not.",
      )
}

function wrongClient({ reason }: On24ClientInactive): Problem {
  return reason === 'unknown'
    ? refusal('clientUnknown', ['on24ClientId'], 'ON24 has no client with this id.')
    : refusal(
        'clientInactive',
        ['on24ClientId'],
        'ON24 says that this client is inactive: ask ON24 to activate it.',
      )
}

function missingPermission({ reason, certain }: On24PermissionDenied): Problem {
  switch (reason) {
    case 'otherClient':
      return refusal(
        'otherClient',
        ['on24ClientId'],
        'The token pair is right, but has no access to this client: it was made in another one.',
      )
    case 'notElite':
      return refusal(
        'clientNotElite',
        ['on24ClientId'],
        'ON24 says that this client is no Elite user: its contract must include Connect.',
      )
    case 'permission':
      return refusal(
        'noPermission',
        PAIR,
        certain
          ? 'ON24 denies this token pair the permission: the contract must include Connect, and the pair ' +
              'must be made with access to all endpoints.'
          : 'ON24 denies access in words that are not known: see that the contract includes Connect, and ' +
              'try again later.',
      )
  }
}

function refusal(word: Problem['word'], fields: readonly string[], detail: string): Problem {
  return new Problem(word, detail, { errors: fields.map((field) => ({ field, detail })) })
}

/** Of the signal, or of a wait that it ended. */
function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'TimeoutError' || (error.name === 'AbortError' && isTimeout(error.cause))
}

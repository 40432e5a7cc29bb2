/**
 * Turns an unsuccessful response of Act-On into the error that says what to do. The status takes precedence over the
 * keys of the body, except for a fixed text that Act-On sends with any status.
 */
import type { HttpReply } from '../http/http-caller.ts'
import { retryAfterMs } from '../http/retry-after.ts'
import { readEnvelope } from './envelope.ts'
import type { Envelope } from './envelope.ts'
import { isMergeCode, JOB_EXPIRED, LIST_GONE, UNKNOWN_COLUMN } from './error-codes.ts'
import {
  ActOnAccessRefused,
  ActOnApiNotEnabled,
  ActOnJobExpired,
  ActOnListGone,
  ActOnMergeRefused,
  ActOnRateLimited,
  ActOnRequestRefused,
  ActOnUnavailable,
  ActOnUnknownColumn,
} from './errors.ts'
import type { ActOnError } from './errors.ts'
import {
  ActOnClientRefused,
  ActOnRefreshTokenRefused,
  ActOnTooManySignIns,
  ActOnWrongPassword,
} from './tokens/token-errors.ts'

const API_NOT_ENABLED = 'PUBLIC_API_FEATURE_NOT_ENABLED'
/** Statuses that are about the request itself, whatever the body is. */
const ABOUT_THE_REQUEST = new Set([400, 413, 415, 422])
const MERGE_WORDS = /upload ?specs|merge ?specs/i
const TOO_MANY_WORDS = /too many|rate.?limit|limit exceeded|quota/i

/** Null if the response to an `/api/1` call is a success. */
export function apiRefusal(reply: HttpReply<string>, endpoint: string): ActOnError | null {
  const { body, headers } = reply
  const envelope = readEnvelope(body)
  // The gateway may refuse with a success status: the status in its body counts.
  const status = isSuccess(reply.status) ? (envelope.gatewayStatus ?? reply.status) : reply.status
  if (isSuccess(status)) {
    if (envelope.words.includes(API_NOT_ENABLED)) return new ActOnApiNotEnabled()
    return envelope.code === null ? null : codeRefusal(status, envelope.code, envelope.words)
  }
  if (body.includes(API_NOT_ENABLED)) return new ActOnApiNotEnabled()
  if (status === 401) return new ActOnAccessRefused('Act-On refused the access token.')
  if (status === 429) return new ActOnRateLimited(endpoint, waitMs(headers))
  if (isDown(status)) return unavailable(status)
  if (envelope.code !== null) return codeRefusal(status, envelope.code, envelope.words)
  if (MERGE_WORDS.test(envelope.words)) return new ActOnMergeRefused(null, envelope.words)
  if (isGatewayAnswer(status, envelope)) return unavailable(status)
  return new ActOnRequestRefused(status, null, envelope.words)
}

/** How long Act-On asks to wait. A `Retry-After` date is compared with Act-On's own clock: ours may differ. */
function waitMs(headers: HttpReply<string>['headers']): number | null {
  return retryAfterMs(headers['retry-after'], new Date(headers['date'] ?? ''))
}

/** For a `/token` response without a token pair. Null if it has none of the known shapes of a refusal. */
export function tokenRefusal(
  reply: HttpReply<string>,
  grant: 'password' | 'refresh_token',
): ActOnError | null {
  const { status, body, headers } = reply
  const envelope = readEnvelope(body)
  if (body.includes(API_NOT_ENABLED)) return new ActOnApiNotEnabled()
  if (status === 429 || TOO_MANY_WORDS.test(envelope.words)) {
    return new ActOnTooManySignIns(waitMs(headers))
  }
  if (isDown(status)) return unavailable(status)
  if (envelope.oauthError === 'invalid_grant') {
    return grant === 'password' ? new ActOnWrongPassword() : new ActOnRefreshTokenRefused()
  }
  if (status === 401) return new ActOnClientRefused()
  if (!envelope.isJson || isGatewayAnswer(status, envelope)) return unavailable(status)
  return null
}

function codeRefusal(status: number, code: string, words: string): ActOnError {
  if (code === LIST_GONE) return new ActOnListGone(words)
  if (code === UNKNOWN_COLUMN) return new ActOnUnknownColumn(words)
  if (code === JOB_EXPIRED) return new ActOnJobExpired(words)
  if (isMergeCode(code) || MERGE_WORDS.test(words)) return new ActOnMergeRefused(code, words)
  return new ActOnRequestRefused(status, code, words)
}

function unavailable(status: number): ActOnUnavailable {
  return new ActOnUnavailable(`HTTP ${String(status)}`, isSuccess(status) || isDown(status))
}

/** A proxy's page or an unknown route: a temporary problem of the gateway; the request never reached Act-On itself. */
function isGatewayAnswer(status: number, envelope: Envelope): boolean {
  return status === 404 || (!envelope.isJson && !ABOUT_THE_REQUEST.has(status))
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function isDown(status: number): boolean {
  return status >= 500 || status === 408
}

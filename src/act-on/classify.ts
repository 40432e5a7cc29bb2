/**
 * Turns an answer of Act-On that is no success into the error that says what to do. The status is read
 * before the keys of the body, except where Act-On hides a fixed text in any status.
 */
import type { HttpReply } from '../http/http-caller.ts'
import { retryAfterMs } from '../http/retry-after.ts'
import { readEnvelope } from './envelope.ts'
import type { Envelope } from './envelope.ts'
import { isOfMerge, JOB_EXPIRED, LIST_GONE, UNKNOWN_COLUMN } from './error-codes.ts'
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
/** Statuses that judge the request itself, whatever the body looks like. */
const ABOUT_THE_REQUEST = new Set([400, 413, 415, 422])
const MERGE_WORDS = /upload ?specs|merge ?specs/i
const TOO_MANY_WORDS = /too many|rate.?limit|limit exceeded|quota/i

/** Null when the answer of an `/api/1` call is a success. */
export function apiRefusal(reply: HttpReply<string>, endpoint: string): ActOnError | null {
  const { body, headers } = reply
  const said = readEnvelope(body)
  // A gateway that refuses may do so under a success: what it says counts.
  const status = isSuccess(reply.status) ? (said.gatewayStatus ?? reply.status) : reply.status
  if (isSuccess(status)) {
    if (said.words.includes(API_NOT_ENABLED)) return new ActOnApiNotEnabled()
    return said.code === null ? null : codeRefusal(status, said.code, said.words)
  }
  if (body.includes(API_NOT_ENABLED)) return new ActOnApiNotEnabled()
  if (status === 401) return new ActOnAccessRefused('Act-On refused the access token.')
  if (status === 429) return new ActOnRateLimited(endpoint, waitMs(headers))
  if (isDown(status)) return unavailable(status)
  if (said.code !== null) return codeRefusal(status, said.code, said.words)
  if (MERGE_WORDS.test(said.words)) return new ActOnMergeRefused(null, said.words)
  if (isGatewayTalk(status, said)) return unavailable(status)
  return new ActOnRequestRefused(status, null, said.words)
}

/** As long as Act-On asks to wait. A date is taken by Act-On's own clock: ours may differ. */
function waitMs(headers: HttpReply<string>['headers']): number | null {
  return retryAfterMs(headers['retry-after'], new Date(headers['date'] ?? ''))
}

/** For an answer of `/token` that holds no token pair. Null when it is in no known shape of a refusal. */
export function tokenRefusal(
  reply: HttpReply<string>,
  grant: 'password' | 'refresh_token',
): ActOnError | null {
  const { status, body, headers } = reply
  const said = readEnvelope(body)
  if (body.includes(API_NOT_ENABLED)) return new ActOnApiNotEnabled()
  if (status === 429 || TOO_MANY_WORDS.test(said.words)) {
    return new ActOnTooManySignIns(waitMs(headers))
  }
  if (isDown(status)) return unavailable(status)
  if (said.oauthError === 'invalid_grant') {
    return grant === 'password' ? new ActOnWrongPassword() : new ActOnRefreshTokenRefused()
  }
  if (status === 401) return new ActOnClientRefused()
  if (!said.isJson || isGatewayTalk(status, said)) return unavailable(status)
  return null
}

function codeRefusal(status: number, code: string, words: string): ActOnError {
  if (code === LIST_GONE) return new ActOnListGone(words)
  if (code === UNKNOWN_COLUMN) return new ActOnUnknownColumn(words)
  if (code === JOB_EXPIRED) return new ActOnJobExpired(words)
  if (isOfMerge(code) || MERGE_WORDS.test(words)) return new ActOnMergeRefused(code, words)
  return new ActOnRequestRefused(status, code, words)
}

function unavailable(status: number): ActOnUnavailable {
  return new ActOnUnavailable(`HTTP ${String(status)}`, isSuccess(status) || isDown(status))
}

/** A proxy's page or an unknown route: passing trouble of the gateway, which Act-On itself never saw. */
function isGatewayTalk(status: number, said: Envelope): boolean {
  return status === 404 || (!said.isJson && !ABOUT_THE_REQUEST.has(status))
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function isDown(status: number): boolean {
  return status >= 500 || status === 408
}

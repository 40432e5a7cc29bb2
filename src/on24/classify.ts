/**
 * Turns a response other than 200 into the error that says who must act. ON24 sends neither error codes nor request
 * ids: the kinds of 403 differ only in their text, so the order of the checks matters.
 */
import { z } from 'zod'
import { parseJson } from '../http/json-text.ts'
import {
  On24ClientInactive,
  On24CredentialsRefused,
  On24EventUnavailable,
  On24PermissionDenied,
  On24QuotaReached,
  On24RequestRefused,
  On24Unavailable,
  On24UnexpectedResponse,
} from './errors.ts'
import type { On24Error, On24Refusal } from './errors.ts'
import { knownText } from './wire/known-texts.ts'

export interface RefusedAnswer {
  readonly endpoint: string
  readonly status: number
  readonly body: string
  readonly retryAfterMs: number | null
}

export function classify({ endpoint, status, body, retryAfterMs }: RefusedAnswer): On24Error {
  const text = textOf(body)
  const refusal = { endpoint, status, vendorWords: knownText(text) }
  switch (status) {
    case 400:
      return new On24RequestRefused(refusal)
    case 401:
      return new On24CredentialsRefused(refusal)
    case 403:
      return classifyForbidden(refusal, text, retryAfterMs)
    case 404:
      return classifyNotFound(refusal, text)
    case 429:
      return new On24QuotaReached(refusal, retryAfterMs)
    default:
      return status >= 500 || status === 408
        ? new On24Unavailable(endpoint, `HTTP_${String(status)}`)
        : unexpectedStatus(refusal)
  }
}

function classifyForbidden(refusal: On24Refusal, text: string, retryAfterMs: number | null) {
  if (/maximum number of calls/i.test(text)) return new On24QuotaReached(refusal, retryAfterMs)
  if (/event .*inactive/i.test(text)) return new On24EventUnavailable(refusal, 'inactive')
  if (/client .*inactive/i.test(text)) return new On24ClientInactive(refusal)
  return new On24PermissionDenied(refusal)
}

/** A 404 without a known text does not mean a deleted event: a wrong base path must not skip every webinar. */
function classifyNotFound(refusal: On24Refusal, text: string) {
  if (/event .*doesn.?t exist/i.test(text)) return new On24EventUnavailable(refusal, 'gone')
  if (/client .*doesn.?t exist/i.test(text)) return new On24ClientInactive(refusal)
  return unexpectedStatus(refusal)
}

function unexpectedStatus({ endpoint, status }: On24Refusal) {
  return new On24UnexpectedResponse(endpoint, `status ${String(status)}`)
}

const errorBody = z.object({ message: z.string() })

/** ON24 refuses with `{"message": …}`; a gateway in front of it may send plain text or HTML instead. */
function textOf(body: string): string {
  const json = parseJson(body)
  const parsed = errorBody.safeParse(json.ok ? json.value : null)
  return parsed.success ? parsed.data.message : body.slice(0, 2_000)
}

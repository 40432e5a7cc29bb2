/** What a refusal of Act-On is about: a row, the list, or Act-On itself. */
import {
  ActOnJobExpired,
  ActOnListGone,
  ActOnMergeRefused,
  ActOnRequestRefused,
  ActOnUnavailable,
  ActOnUnexpectedResponse,
  ActOnUnknownColumn,
} from '../act-on/errors.ts'
import { LIST_GONE, UNKNOWN_COLUMN } from '../act-on/error-codes.ts'

export type ListRefusal =
  | ActOnRequestRefused
  | ActOnMergeRefused
  | ActOnUnknownColumn
  | ActOnUnexpectedResponse
  | ActOnJobExpired

/** Not for a row: whatever Act-On said no to, or answered in an unknown way, other than to a token call. */
export function isListRefusal(error: unknown): error is ListRefusal {
  if (error instanceof ActOnUnexpectedResponse) return error.endpoint !== 'token'
  return (
    error instanceof ActOnRequestRefused ||
    error instanceof ActOnMergeRefused ||
    error instanceof ActOnUnknownColumn ||
    error instanceof ActOnJobExpired
  )
}

/** Two refusals are alike when this is the same. No words of Act-On's. */
export function signatureOf(error: ListRefusal | ActOnListGone): string {
  if (error instanceof ActOnListGone) return `400, code ${LIST_GONE}`
  if (error instanceof ActOnUnknownColumn) return `400, code ${UNKNOWN_COLUMN}`
  if (error instanceof ActOnUnexpectedResponse) return `unknown answer to ${error.endpoint}`
  if (error instanceof ActOnMergeRefused) return `upload refused, code ${error.code ?? 'unknown'}`
  if (error instanceof ActOnJobExpired) return 'job expired'
  return `HTTP ${String(error.status)}${error.code === null ? '' : `, code ${error.code}`}`
}

/**
 * No answer in time: on a large list a single write may take longer than anybody waits for it. A token call that took
 * too long before it says nothing of the list.
 */
export function isTimeOut(error: unknown): error is ActOnUnavailable {
  return (
    error instanceof ActOnUnavailable && error.mayHaveTakenEffect && TIME_OUTS.has(error.reason)
  )
}

const TIME_OUTS = new Set([
  'RESPONSE_TIMEOUT',
  'TOTAL_TIMEOUT',
  'IDLE_TIMEOUT',
  'HTTP 504',
  'HTTP 408',
])

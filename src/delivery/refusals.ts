/** What a refusal by Act-On concerns: a row, the list, or Act-On itself. */
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

/** Act-On refused a call, or gave an unknown answer to it. Token calls are not included. */
export function isListRefusal(error: unknown): error is ListRefusal {
  if (error instanceof ActOnUnexpectedResponse) return error.endpoint !== 'token'
  return (
    error instanceof ActOnRequestRefused ||
    error instanceof ActOnMergeRefused ||
    error instanceof ActOnUnknownColumn ||
    error instanceof ActOnJobExpired
  )
}

/** Two refusals are alike if their signatures are equal. Contains no words of Act-On's. */
export function signatureOf(error: ListRefusal | ActOnListGone): string {
  if (error instanceof ActOnListGone) return `400, code ${LIST_GONE}`
  if (error instanceof ActOnUnknownColumn) return `400, code ${UNKNOWN_COLUMN}`
  if (error instanceof ActOnUnexpectedResponse) return `unknown answer to ${error.endpoint}`
  if (error instanceof ActOnMergeRefused) return `upload refused, code ${error.code ?? 'unknown'}`
  if (error instanceof ActOnJobExpired) return 'job expired'
  return `HTTP ${String(error.status)}${error.code === null ? '' : `, code ${error.code}`}`
}

/**
 * No answer in time: on a large list a single write may exceed our timeout. A token call that timed out before the
 * write says nothing about the list.
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

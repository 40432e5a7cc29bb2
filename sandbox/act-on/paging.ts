/** `count` and `offset` of the listing and of downloads. */
import type { Answer } from '../http-server.ts'
import { apiErrorOfUnknownCode } from './answers.ts'
import type { ActOnKnobs } from './knobs.ts'

export interface Page {
  readonly count: number
  readonly offset: number
}

export function readPage(
  knobs: ActOnKnobs,
  query: URLSearchParams,
  defaultCount: number,
): Page | Answer {
  const count = wholeNumber(query.get('count'), defaultCount)
  const offset = wholeNumber(query.get('offset'), 0)
  if (count === null || offset === null) return apiErrorOfUnknownCode('Invalid count or offset.')
  if (count > knobs.pageMaximum && knobs.countAboveMaximum === 'refuse') {
    return apiErrorOfUnknownCode('The count is too large.')
  }
  return { count: Math.min(count, knobs.pageMaximum), offset }
}

/** Null: not a whole number. */
export function wholeNumber(text: string | null, fallback: number): number | null {
  if (text === null || text === '') return fallback
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}

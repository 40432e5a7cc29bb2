/** Whether a failed write certainly changed nothing in Act-On: only then it counts as not sent. */
import { ActOnError, ActOnUnavailable, ActOnUnexpectedResponse } from '../act-on/errors.ts'
import { DayBudgetUsed, DayShareUsed } from '../store/paces/day-budget.ts'

/** A refusal is an answer: to the request, to the token, or to one call too many. */
export function certainlyNotWritten(error: unknown): boolean {
  if (error instanceof ActOnUnavailable) return !error.mayHaveTakenEffect
  if (error instanceof ActOnUnexpectedResponse) return false
  return (
    error instanceof ActOnError || error instanceof DayBudgetUsed || error instanceof DayShareUsed
  )
}

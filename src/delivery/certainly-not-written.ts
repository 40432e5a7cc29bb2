/** Whether a write that failed surely changed nothing in Act-On: only then may it be taken for not sent. */
import { ActOnError, ActOnUnavailable, ActOnUnexpectedResponse } from '../act-on/errors.ts'
import { DayBudgetUsed, DayShareUsed } from '../store/paces/day-budget.ts'

/** A refusal is an answer: of the request, of the token or of one call too many. */
export function certainlyNotWritten(error: unknown): boolean {
  if (error instanceof ActOnUnavailable) return !error.mayHaveTakenEffect
  if (error instanceof ActOnUnexpectedResponse) return false
  return (
    error instanceof ActOnError || error instanceof DayBudgetUsed || error instanceof DayShareUsed
  )
}

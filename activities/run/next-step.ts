/** What to do about an error, and who does it: the second sentence of each failure that Temporal shows. */
import {
  ActOnAccessRefused,
  ActOnApiNotEnabled,
  ActOnError,
  ActOnRateLimited,
  ActOnUnavailable,
} from '../../src/act-on/errors.ts'
import { ActOnClientRefused, ActOnTooManySignIns } from '../../src/act-on/tokens/token-errors.ts'
import { LeaseLost } from '../../src/store/leases/hold-lease.ts'
import { DayBudgetUsed } from '../../src/store/paces/day-budget.ts'
import {
  On24ClientInactive,
  On24CredentialsRefused,
  On24Error,
  On24PermissionDenied,
  On24QuotaReached,
  On24Unavailable,
} from '../../src/on24/errors.ts'

type ErrorClass = abstract new (...args: never[]) => Error

const WAIT = 'No action is needed: it is tried again.'
export const REPORT = "Please report it to the service's developers, with the run's id."

/** The first class that matches the error counts. */
const STEPS: readonly (readonly [ErrorClass, string])[] = [
  [On24CredentialsRefused, "Give the account another token pair from the customer's ON24."],
  [On24PermissionDenied, "Have the customer's ON24 administrator allow it, or give another pair."],
  [On24ClientInactive, 'Ask the customer whether the ON24 account is still in use.'],
  [On24QuotaReached, WAIT],
  [On24Unavailable, WAIT],
  [ActOnUnavailable, WAIT],
  [ActOnTooManySignIns, WAIT],
  [ActOnRateLimited, WAIT],
  [LeaseLost, WAIT],
  [DayBudgetUsed, 'It continues by itself once the last 24 hours have room for calls again.'],
  [ActOnAccessRefused, 'Send the customer a new invitation to link the account.'],
  [ActOnApiNotEnabled, 'Have the customer ask Act-On for API access.'],
  [ActOnClientRefused, 'Correct the settings and start the service again.'],
  [On24Error, REPORT],
  [ActOnError, REPORT],
]

/** The error's own sentence and the next step. Without the latter if its own sentence already contains it. */
export function withNextStep(error: Error): string {
  const step = STEPS.find(([kind]) => error instanceof kind)?.[1]
  return step === undefined ? error.message : `${error.message} ${step}`
}

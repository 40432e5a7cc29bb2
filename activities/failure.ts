/**
 * Domain error → retry, delay or stop. The only place that builds an ApplicationFailure. A failure's words are our own:
 * the message of an unknown error may quote a contact, so only its kind goes to Temporal.
 */
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
import { ActOnError, ActOnUnavailable } from '../src/act-on/errors.ts'
import { ActOnTooManySignIns } from '../src/act-on/tokens/token-errors.ts'
import { LeaseLost } from '../src/store/leases/hold-lease.ts'
import { DayBudgetUsed } from '../src/store/paces/day-budget.ts'
import { errorFacts } from '../src/observability/error-facts.ts'
import { isOwnFault } from '../src/observability/own-fault.ts'
import {
  On24Error,
  On24PermissionDenied,
  On24QuotaReached,
  On24Unavailable,
} from '../src/on24/errors.ts'
import { TroubleNotSettled } from '../src/notices/still-due.ts'
import { NoticeNotTaken } from '../src/notices/not-taken.ts'
import { WebinarNotRead } from './reading/failed-reads.ts'
import { REPORT, withNextStep } from './run/next-step.ts'
import { RunBusy } from './run/run-lease.ts'
import { AccountNotLinked, AccountBeingRemoved } from '../src/store/accounts/account.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const LONGEST_DELAY_MS = 15 * MINUTE
const NEVER_MS = 7 * 24 * 60 * MINUTE
/** An unknown refusal may be temporary: after this many attempts it counts as final. */
const ATTEMPTS_FOR_UNKNOWN_REFUSAL = 4

/** A fault of our own goes away only if its cause does: after this many attempts the run ends and reports it. */
const ATTEMPTS_FOR_OWN_FAULT = 4

/** `attempt` counts from 1. Do not pass a cancellation: it is not an error. */
export function toFailure(error: unknown, attempt: number): Error {
  if (error instanceof ApplicationFailure) return error
  if (error instanceof WebinarNotRead) return retryWebinar(error)
  // The AbortError of an aborted wait carries the signal's reason as its cause.
  if (isAbort(error) && error.cause instanceof Error) return toFailure(error.cause, attempt)
  // The pace holds all workers back for the same time.
  if (error instanceof On24QuotaReached) return retryAfter(error, error.retryAfterMs ?? MINUTE)
  if (error instanceof ActOnTooManySignIns)
    return retryAfter(error, error.retryAfterMs ?? 15 * MINUTE)
  if (error instanceof RunBusy || error instanceof LeaseLost) return retryAfter(error, 5 * SECOND)
  if (error instanceof AccountBeingRemoved) return failQuietly(error)
  if (error instanceof On24Unavailable || error instanceof ActOnUnavailable)
    return retryWithBackoff(error)
  if (error instanceof NoticeNotTaken || error instanceof TroubleNotSettled)
    return retryWithBackoff(error)
  if (error instanceof DayBudgetUsed || error instanceof AccountNotLinked) return fail(error)
  if (error instanceof On24PermissionDenied && !error.certain) {
    return attempt < ATTEMPTS_FOR_UNKNOWN_REFUSAL ? retryWithBackoff(error) : fail(error)
  }
  if (error instanceof On24Error || error instanceof ActOnError) return fail(error)
  return unexpected(error, attempt)
}

/**
 * The same failure, as the last one: its next attempt would be later than any activity's time limit, so Temporal ends the
 * activity at once, as if the limit were over.
 */
export function withoutNextAttempt({
  message,
  type,
  category,
  stack,
}: ApplicationFailure): ApplicationFailure {
  const last = ApplicationFailure.create({
    message,
    nextRetryDelay: NEVER_MS,
    ...(typeof type === 'string' && { type }),
    ...(category && { category }),
  })
  if (stack !== undefined) last.stack = stack
  return last
}

function isAbort(error: unknown): error is Error {
  return error instanceof Error && error.name === 'AbortError'
}

/** Retries with Temporal's backoff. */
function retryWithBackoff(error: Error): ApplicationFailure {
  return ApplicationFailure.create({ type: error.name, message: withNextStep(error) })
}

/** Throttling is no outage: it appears neither in the worker's logs nor in its failure metrics. */
function retryAfter(error: Error, delayMs: number): ApplicationFailure {
  const jittered = delayMs * (1 + Math.random() / 5)
  return ApplicationFailure.create({
    type: error.name,
    message: withNextStep(error),
    nextRetryDelay: Math.min(Math.max(jittered, SECOND), LONGEST_DELAY_MS),
    category: ApplicationFailureCategory.BENIGN,
  })
}

function fail(error: Error): ApplicationFailure {
  return ApplicationFailure.create({
    type: error.name,
    message: withNextStep(error),
    nonRetryable: true,
  })
}

/** The end was requested. */
function failQuietly(error: Error): ApplicationFailure {
  return ApplicationFailure.create({
    type: error.name,
    message: withNextStep(error),
    nonRetryable: true,
    category: ApplicationFailureCategory.BENIGN,
  })
}

/** The failure concerns one webinar: the run retries it, and gives it up by itself. */
function retryWebinar({ cause, message }: WebinarNotRead): ApplicationFailure {
  return cause instanceof On24Error
    ? ApplicationFailure.create({ type: cause.name, message: withNextStep(cause) })
    : ApplicationFailure.create({ type: 'Unexpected', message: `${message} It is tried again.` })
}

function unexpected(error: unknown, attempt: number): ApplicationFailure {
  const { kind, code, places } = errorFacts(error)
  const isFinal = isOwnFault(error) && attempt >= ATTEMPTS_FOR_OWN_FAULT
  const next = isFinal ? REPORT : 'It is tried again.'
  const failure = ApplicationFailure.create({
    type: 'Unexpected',
    message: `Unexpected ${kind}${code === null ? '' : ` (${code})`}: the worker's log has the place. ${next}`,
    nonRetryable: isFinal,
  })
  failure.stack = places
  return failure
}

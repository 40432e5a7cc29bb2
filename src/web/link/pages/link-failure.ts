/**
 * Explains a failed submit to the customer, and what they can do about it. Nothing here reveals whether a user name
 * exists, or who else is linked.
 */
import { ActOnAccountTaken, OtherActOnAccount } from '../../../accounts/link-account.ts'
import {
  ActOnAccessRefused,
  ActOnApiNotEnabled,
  ActOnRateLimited,
  ActOnRequestRefused,
  ActOnUnavailable,
  ActOnUnexpectedResponse,
} from '../../../act-on/errors.ts'
import type { SignInsLeft } from '../../../act-on/tokens/sign-in-budget.ts'
import {
  ActOnClientRefused,
  ActOnTooManySignIns,
  ActOnWrongPassword,
} from '../../../act-on/tokens/token-errors.ts'
import { DayBudgetUsed } from '../../../store/paces/day-budget.ts'
import { aboutMinutes } from '../../pages/times.ts'
import { type Operator, whomToAsk } from './operator-words.ts'

export interface LinkFailure {
  /** HTTP. */
  readonly status: number
  readonly title: string
  readonly text: string
  readonly nextStep: string
  /** Milliseconds. */
  readonly retryAfterMs?: number
  /** Act-On refused the values of both fields. */
  readonly refusesCredentials?: true
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const SAME_LINK = 'Your link still works then.'

/**
 * Null for a bug of ours: the customer sees the error page, and operators find it in the log.
 * @param tries that are left to the page for this user name
 */
export function describeLinkFailure(
  error: unknown,
  tries: SignInsLeft,
  operator: Operator,
): LinkFailure | null {
  const contact = whomToAsk(operator)
  if (error instanceof ActOnWrongPassword) return wrongPassword(tries)
  if (error instanceof ActOnApiNotEnabled) return API_NOT_ENABLED
  if (error instanceof ActOnTooManySignIns) return tooManySignIns(error.retryAfterMs)
  if (error instanceof ActOnAccountTaken) return accountTaken(contact)
  if (error instanceof OtherActOnAccount) return otherAccount(contact)
  if (error instanceof ActOnClientRefused) return clientRefused(contact)
  if (error instanceof DayBudgetUsed) return DAY_USED_UP
  if (error instanceof ActOnRateLimited) return BUSY
  if (error instanceof ActOnAccessRefused || error instanceof ActOnRequestRefused)
    return notShown(contact)
  if (error instanceof ActOnUnavailable || error instanceof ActOnUnexpectedResponse) return DOWN
  if (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name)) return TOO_LONG
  return null
}

function wrongPassword(tries: SignInsLeft): LinkFailure {
  return {
    status: 422,
    title: 'Act-On did not accept this user name and password',
    text: 'Nothing was changed.',
    nextStep: `Type both as you do when you sign in to Act-On. Capital letters matter. ${leftWords(tries)}`,
    refusesCredentials: true,
  }
}

/** Act-On allows a user name a few sign-ins an hour, whoever makes them. */
function leftWords({ left, waitMs }: SignInsLeft): string {
  if (left === 0) {
    return `You have no tries left: the next one is possible in ${aboutMinutes(waitMs)}. ${SAME_LINK}`
  }
  return left === 1
    ? 'You have one try left in this hour.'
    : `You have ${String(left)} tries left in this hour.`
}

const API_NOT_ENABLED: LinkFailure = {
  status: 422,
  title: 'API access is not enabled for your Act-On account',
  text: 'Act-On lets other programs in only when an account’s API access is switched on, and yours is not. User name and password are not the problem.',
  nextStep: `Ask your Act-On account manager or Act-On Support to “enable API access for our production account”, then come back. ${SAME_LINK}`,
}

function accountTaken(contact: string): LinkFailure {
  return {
    status: 409,
    title: 'This Act-On account is already linked to another ON24 account',
    text: 'One Act-On account goes with one ON24 account. Nothing was changed, and the link that exists goes on.',
    nextStep: `Sign in with a user of another Act-On account. If this is the right one, ask ${contact}: the other link has to be ended first.`,
  }
}

function otherAccount(contact: string): LinkFailure {
  return {
    status: 409,
    title: 'This user belongs to another Act-On account',
    text: 'This page renews a link, which can only go on with the Act-On account it was made with. Nothing was changed.',
    nextStep: `Sign in with a user of the Act-On account named on this page. To move to another Act-On account, ask ${contact}.`,
    refusesCredentials: true,
  }
}

function clientRefused(contact: string): LinkFailure {
  return {
    status: 502,
    title: 'Act-On did not accept our service',
    text: 'The problem is on our side. It has nothing to do with your user name or password, and there is nothing for you to correct.',
    nextStep: `We have to fix it: please tell ${contact} that you saw this, and try again later. ${SAME_LINK}`,
  }
}

const DAY_USED_UP: LinkFailure = {
  status: 503,
  title: 'Act-On takes no more calls today',
  text: 'The number of calls that Act-On allows in 24 hours is used up. Your user name and password are not the problem.',
  nextStep: `Please try again tomorrow. ${SAME_LINK}`,
  retryAfterMs: DAY_MS,
}

const BUSY: LinkFailure = {
  status: 503,
  title: 'Act-On is busy right now',
  text: 'It refused the call because there were too many at once. Your user name and password are not the problem.',
  nextStep: `Please try again in a few minutes. ${SAME_LINK}`,
  retryAfterMs: 5 * MINUTE_MS,
}

const DOWN: LinkFailure = {
  status: 503,
  title: 'Act-On cannot be reached right now',
  text: 'Act-On gave no usable answer, so we do not know yet whether your user name and password are right. Nothing was changed.',
  nextStep: `Please try again in a few minutes. ${SAME_LINK}`,
  retryAfterMs: 5 * MINUTE_MS,
}

/** The sign-in succeeded, but the account could not be read. */
function notShown(contact: string): LinkFailure {
  return {
    status: 503,
    title: 'Act-On did not show us the account',
    text: 'It accepted your user name and password, but did not tell us which account they belong to. Nothing was changed.',
    nextStep: `Please try again in a few minutes. ${SAME_LINK} If you see this again, tell ${contact}.`,
    retryAfterMs: 5 * MINUTE_MS,
  }
}

/** Act-On was slow, or no call was made because forms with the same link or user name take turns. */
const TOO_LONG: LinkFailure = {
  status: 503,
  title: 'That took too long',
  text: 'We stopped before your form was processed: it was waiting for an answer, or for another form sent at the same time. This form linked nothing.',
  nextStep: `Please try again in a few minutes, in one window only. ${SAME_LINK}`,
  retryAfterMs: 5 * MINUTE_MS,
}

/** @param retryAfterMs null: Act-On itself refused, and its limit covers an hour. */
function tooManySignIns(retryAfterMs: number | null): LinkFailure {
  const waitMs = retryAfterMs ?? HOUR_MS
  return {
    status: 429,
    title: 'Too many sign-ins with this user name',
    text: 'Act-On allows only a few per hour, and some of them are reserved for the sync itself.',
    nextStep: `Please try again in ${aboutMinutes(waitMs)}. ${SAME_LINK}`,
    retryAfterMs: waitMs,
  }
}

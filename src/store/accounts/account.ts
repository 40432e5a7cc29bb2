/** Conditions on an account's row: whether it may work, whether it is paused. Pure. */
import type { Selectable } from 'kysely'
import type { AccountStanding } from '../../contracts/account-state.ts'
import type { AccountTable } from '../schema.ts'

export type Account = Selectable<AccountTable>

export type LinkedAccount = Account & { readonly linkedAt: Date }

export class AccountNotLinked extends Error {
  override readonly name = 'AccountNotLinked'
  constructor(on24ClientId: string) {
    super(`Account ${on24ClientId} is not linked in this store; its customer has to link it again.`)
  }
}

/** The account is being removed, or is not in this store: no work is started for it. */
export class AccountBeingRemoved extends Error {
  override readonly name = 'AccountBeingRemoved'
  constructor(on24ClientId: string) {
    super(
      `Account ${on24ClientId} is being removed, or is not registered in this store; its runs end.`,
    )
  }
}

/** True once an operator has removed it. No work is started for it any more. */
export function isBeingRemoved({ removalSince }: Pick<Account, 'removalSince'>): boolean {
  return removalSince !== null
}

/** Linked, and not being removed. */
export function isLinked(account: Account): account is LinkedAccount {
  return account.linkedAt !== null && !isBeingRemoved(account)
}

export function isPaused({ pausedSince }: Pick<Account, 'pausedSince'>): boolean {
  return pausedSince !== null
}

/** How the account stands. The database computes it: see the migrations of the table. */
export function standingOf({ state, stateReason, stateSince }: Account): AccountStanding {
  return { state, reason: stateReason, since: stateSince?.toISOString() ?? null }
}

export interface Pause {
  /** In the words of the operator who paused the account. */
  readonly reason: string | null
}

/** Null if it is not paused. */
export function pauseOf(account: Account): Pause | null {
  return isPaused(account) ? { reason: account.pausedReason } : null
}

/** Act-On's tokens are lost: the service does not call Act-On until the customer links the account again. */
export function needsRelink({ needsRelinkSince }: Pick<Account, 'needsRelinkSince'>): boolean {
  return needsRelinkSince !== null
}

/** Whether Act-On may be called for the account: it waits neither for a relink nor for quota. */
export function mayCallActOn(account: Account): boolean {
  return !account.quotaBlocked && !needsRelink(account)
}

/** False while no success is expected, or none is overdue yet, even if operators had a notice before. */
export function isLate({ lateSince, quietSince }: Account): boolean {
  return lateSince !== null && quietSince !== null && quietSince < lateSince
}

/** No probe is planned further ahead: a later time comes from a clock that was wrong. */
const LONGEST_PROBE_SECONDS = 2 * 60 * 60

/** Seconds until Act-On is asked whether it accepts calls again; null if no probe is planned. */
export function secondsToProbe({ nextProbeAt: nextAt }: Account, now: Date): number | null {
  if (nextAt === null) return null
  const seconds = (nextAt.getTime() - now.getTime()) / 1000
  return Math.min(Math.max(1, seconds), LONGEST_PROBE_SECONDS)
}

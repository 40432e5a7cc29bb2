/** An account as the store gives it: may it work, how does it stand, is it paused? Pure. */
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

/** An account that is being removed, or that this store does not know: nothing is begun for it. */
export class AccountBeingRemoved extends Error {
  override readonly name = 'AccountBeingRemoved'
  constructor(on24ClientId: string) {
    super(
      `Account ${on24ClientId} is being removed, or is not registered in this store; its runs end.`,
    )
  }
}

/** From the moment an operator removes it. Nothing is started for it any more. */
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

export interface Pause {
  /** In the words of the operator who paused the account. */
  readonly reason: string | null
}

/** Null while it is not paused. */
export function pauseOf(account: Account): Pause | null {
  return isPaused(account) ? { reason: account.pausedReason } : null
}

/** Act-On's tokens are lost: until the customer links the account again, nobody calls Act-On for it. */
export function needsRelink({ needsRelinkSince }: Pick<Account, 'needsRelinkSince'>): boolean {
  return needsRelinkSince !== null
}

/** Act-On may be called for it: it is not waiting for a relink, nor for quota. */
export function mayCallActOn(account: Account): boolean {
  return !account.quotaBlocked && !needsRelink(account)
}

/** The database computes these columns: see the migration that makes the table. */
export function standingOf(account: Account): AccountStanding {
  const { state, stateReason: reason, stateSince: since } = account
  return { state, reason, since: since?.toISOString() ?? null }
}

/** False while no success is expected, or none is overdue yet, whatever operators were told before. */
export function isLate({ lateSince, quietSince }: Account): boolean {
  return lateSince !== null && quietSince !== null && quietSince < lateSince
}

/** No probe is planned further ahead. A later time was stamped by a clock that was wrong. */
const LONGEST_PROBE_SECONDS = 2 * 60 * 60

/** Seconds until Act-On is asked whether it takes calls again; null while no probe is planned. */
export function secondsToProbe({ nextProbeAt: nextAt }: Account, now: Date): number | null {
  if (nextAt === null) return null
  const seconds = (nextAt.getTime() - now.getTime()) / 1000
  return Math.min(Math.max(1, seconds), LONGEST_PROBE_SECONDS)
}

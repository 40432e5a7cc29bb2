/**
 * After Act-On's quota or the hour's sign-ins were used up: checks with one cheap call whether Act-On accepts the
 * account's calls again, and if so starts a run that delivers.
 */
import { ActOnTooManySignIns } from '../act-on/tokens/token-errors.ts'
import { QUOTA_PROBE_LEASE } from '../store/leases/lease-names.ts'
import { DayBudgetUsed } from '../store/paces/day-budget.ts'
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import type { Service } from '../service.ts'
import {
  accountsWaitingForQuota,
  saveNextProbe,
  unblockQuota,
} from '../store/accounts/account-state.ts'
import { getAccount } from '../store/accounts/accounts.ts'
import { takeLease } from '../store/leases/leases.ts'
import { hasTrouble } from '../store/troubles/troubles.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'
import { isTooManyCalls } from './too-many-calls.ts'
import { type Account, isPaused, needsRelink } from '../store/accounts/account.ts'

export interface CheckActOnParts extends Pick<
  Service,
  'store' | 'vendors' | 'tokens' | 'config' | 'timing' | 'now'
> {
  readonly schedules: Pick<SyncSchedules, 'trigger'>
  readonly logger: Logger
}

export interface ActOnCheck {
  /** The account has nothing to wait for, or no longer. */
  readonly goesOn: boolean
  /** A run that delivers was started. */
  readonly isRunStarted: boolean
}

/**
 * Makes no call while our own daily budget is used up, or while the account is paused or needs a relink. If Act-On
 * counts the calls of all accounts together (ACTON_LIMIT_SCOPE), one account checks for all of them.
 */
export async function checkActOn(
  parts: CheckActOnParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<ActOnCheck> {
  const { store, timing, now } = parts
  const inProbeTime = new Date(now().getTime() + timing.quotaProbeSeconds * 1000)
  const account = await getAccount(store, on24ClientId)
  const waitsForSignIn = await hasTrouble(store, { on24ClientId, eventId: null }, 'signInsUsedUp')
  if (account.quotaSince === null && !waitsForSignIn) return { goesOn: true, isRunStarted: false }
  const isHeld = isPaused(account) || needsRelink(account)
  if (isHeld || !(await checksForAll(parts, on24ClientId))) {
    await saveNextProbe(store, on24ClientId, inProbeTime)
    return { goesOn: !account.quotaBlocked && !waitsForSignIn, isRunStarted: false }
  }
  const waitMs = await callAndGetWait(parts, account, signal)
  if (waitMs !== null) {
    const nextAt = waitsForSignIn ? new Date(now().getTime() + waitMs) : inProbeTime
    await saveNextProbe(store, on24ClientId, nextAt)
    return { goesOn: false, isRunStarted: false }
  }
  const isShared = parts.config.actOn.limitScope === 'client'
  const waiting = isShared ? await accountsWaitingForQuota(store) : []
  await unblock(parts, on24ClientId)
  for (const id of waiting) {
    if (id === on24ClientId) continue
    if (signal.aborted) break
    // A failure, e.g. of an account that is being removed, holds up no other: its own controller checks again later.
    await unblock(parts, id).catch((error: unknown) => {
      const words = 'An account could not be unblocked although Act-On accepts calls again'
      parts.logger.warn({ on24ClientId: id, ...errorFacts(error) }, words)
    })
  }
  return { goesOn: true, isRunStarted: true }
}

/**
 * Whether this account may make the call: always, unless the limit is shared. Then the account that holds the lease
 * does, and renews it with each probe; if it stops probing, the lease expires and another account takes over.
 */
async function checksForAll(
  { store, config, timing }: CheckActOnParts,
  on24ClientId: string,
): Promise<boolean> {
  if (config.actOn.limitScope !== 'client') return true
  const leaseMs = timing.quotaProbeSeconds * 1500
  return takeLease(store, QUOTA_PROBE_LEASE, on24ClientId, leaseMs)
}

/** Null if Act-On accepted the call; otherwise milliseconds to wait, 0 if unknown. */
async function callAndGetWait(
  { vendors, tokens }: CheckActOnParts,
  account: Account,
  signal: AbortSignal,
): Promise<number | null> {
  if ((await vendors.actOnPace(account).callsLeft()) === 0) return 0
  const token = (options: Parameters<typeof tokens.accessToken>[1]) =>
    tokens.accessToken(account.on24ClientId, options)
  try {
    await vendors.actOn(account, token).readAccount({ signal })
    return null
  } catch (error) {
    if (error instanceof ActOnTooManySignIns) return error.retryAfterMs ?? 0
    if (isTooManyCalls(error) || error instanceof DayBudgetUsed) return 0
    throw error
  }
}

async function unblock({ store, schedules }: CheckActOnParts, on24ClientId: string): Promise<void> {
  await unblockQuota(store, on24ClientId)
  await saveNextProbe(store, on24ClientId, null)
  // A resume starts a run of its own.
  if (!isPaused(await getAccount(store, on24ClientId))) await schedules.trigger(on24ClientId)
}

/**
 * One cheap call that says whether Act-On takes an account's calls again, after its quota or the hour's sign-ins were
 * used up. If it does, a run is started that delivers.
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

export interface AskingParts extends Pick<
  Service,
  'store' | 'vendors' | 'tokens' | 'config' | 'timing' | 'now'
> {
  readonly schedules: Pick<SyncSchedules, 'trigger'>
  readonly logger: Logger
}

export interface AskedActOn {
  readonly goesOn: boolean
  /** A run was started that delivers. */
  readonly isRunStarted: boolean
}

/**
 * `goesOn`: there is nothing to wait for, or not any more. No call is made while our own day budget is used up, or
 * while the account is paused or has to be linked again. Where Act-On counts the calls of all accounts together, one of them asks for all.
 */
export async function askActOn(
  parts: AskingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<AskedActOn> {
  const { store, timing, now } = parts
  const inProbeTime = new Date(now().getTime() + timing.quotaProbeSeconds * 1000)
  const account = await getAccount(store, on24ClientId)
  const waitsForSignIn = await hasTrouble(store, { on24ClientId, eventId: null }, 'signInsUsedUp')
  if (account.quotaSince === null && !waitsForSignIn) return { goesOn: true, isRunStarted: false }
  const isHeld = isPaused(account) || needsRelink(account)
  if (isHeld || !(await isAsker(parts, on24ClientId))) {
    await saveNextProbe(store, on24ClientId, inProbeTime)
    return { goesOn: !account.quotaBlocked && !waitsForSignIn, isRunStarted: false }
  }
  const waitMs = await msUntilNext(parts, account, signal)
  if (waitMs !== null) {
    const nextAt = waitsForSignIn ? new Date(now().getTime() + waitMs) : inProbeTime
    await saveNextProbe(store, on24ClientId, nextAt)
    return { goesOn: false, isRunStarted: false }
  }
  const isShared = parts.config.actOn.limitScope === 'client'
  const waiting = isShared ? await accountsWaitingForQuota(store) : []
  await goOn(parts, on24ClientId)
  for (const id of waiting) {
    if (id === on24ClientId) continue
    if (signal.aborted) break
    // One that is being removed, say, keeps no other waiting; its own controller asks for it in its time.
    await goOn(parts, id).catch((error: unknown) => {
      parts.logger.warn({ on24ClientId: id, ...errorFacts(error) }, 'An account still waits')
    })
  }
  return { goesOn: true, isRunStarted: true }
}

/** Until the next probe of the same account, which then renews it: another takes over when none comes. */
async function isAsker(
  { store, config, timing }: AskingParts,
  on24ClientId: string,
): Promise<boolean> {
  if (config.actOn.limitScope !== 'client') return true
  const askingMs = timing.quotaProbeSeconds * 1500
  return takeLease(store, QUOTA_PROBE_LEASE, on24ClientId, askingMs)
}

/** Null when Act-On took the call; else how long to wait, 0 where nobody says. */
async function msUntilNext(
  { vendors, tokens }: AskingParts,
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

async function goOn({ store, schedules }: AskingParts, on24ClientId: string): Promise<void> {
  await unblockQuota(store, on24ClientId)
  await saveNextProbe(store, on24ClientId, null)
  // A resume starts a run of its own.
  if (!isPaused(await getAccount(store, on24ClientId))) await schedules.trigger(on24ClientId)
}

/** The paces that the vendors' clients wait for, one per account (or client id), from the settings. */
import type { Pace } from '../contracts/vendor-call.ts'
import type { Store } from '../store/database.ts'
import { backfillCallsPerDay, type Share, waitForShare } from './backfill-share.ts'
import { callsWithinDay, DayShareUsed, spendCall } from './day-budget.ts'
import { holdBack, reserveSlot, waitForSlot } from './pace.ts'

export interface LimitSettings {
  readonly on24CallsPerMinute: number
  readonly on24EventListCallsPerMinute: number
  readonly actOnCallsPerSecond: number
  readonly actOnCallsPerDay: number
  /** Whether Act-On counts per customer account or per our client id, for all of them together. */
  readonly actOnLimitScope: 'account' | 'client'
}

export type On24CallKind = 'events' | 'people'

/** ON24 publishes no limit: both rates are upper bounds of our own. */
export function on24Pace(
  store: Store,
  limits: LimitSettings,
  on24ClientId: string,
  share: Share = 'sync',
): Pace<On24CallKind> {
  const perMinute = {
    events: limits.on24EventListCallsPerMinute,
    people: limits.on24CallsPerMinute,
  }
  return {
    async take(kind, signal) {
      const key = `on24/${on24ClientId}/${kind}`
      const spacingMs = 60_000 / perMinute[kind]
      if (share === 'backfill') await waitForShare(store, key, spacingMs, signal)
      const reserve = () => reserveSlot(store, key, spacingMs)
      await waitForSlot(reserve, reserve, signal)
    },
  }
}

export interface LimitedAccount {
  readonly on24ClientId: string
  /** Null: as the settings say. */
  readonly callsPerDay: number | null
}

/** Under which key an account's calls to Act-On are counted, and how many of them any 24 hours may hold. */
export function actOnDay(
  limits: Pick<LimitSettings, 'actOnLimitScope' | 'actOnCallsPerDay'>,
  { on24ClientId, callsPerDay }: LimitedAccount,
): { readonly key: string; readonly perDay: number } {
  return {
    key: limits.actOnLimitScope === 'client' ? 'actOn' : `actOn/${on24ClientId}`,
    perDay: callsPerDay ?? limits.actOnCallsPerDay,
  }
}

export interface ActOnPace extends Pace<'api'> {
  /** Act-On answered 429: everybody waits, not only the caller. */
  holdBack(forMs: number): Promise<void>
  /** Calls that the rolling day still has room for, for this share. */
  callsLeft(): Promise<number>
}

/** Act-On counts any second: the spacing has some air, for the network bunches calls that left evenly. */
const AIR = 1.25

/** `take` throws DayBudgetUsed when our own day is used up, and DayShareUsed when a backfill's part of it is. */
export function actOnPace(
  store: Store,
  limits: LimitSettings,
  account: LimitedAccount,
  now: () => Date,
  share: Share = 'sync',
): ActOnPace {
  const { key, perDay } = actOnDay(limits, account)
  const perDayOfShare = share === 'backfill' ? backfillCallsPerDay(perDay) : perDay
  const spacingMs = (1000 / limits.actOnCallsPerSecond) * AIR
  const callsLeft = async () =>
    Math.max(0, perDayOfShare - (await callsWithinDay(store, key, now())))
  return {
    async take(_kind, signal) {
      if (share === 'backfill') {
        if ((await callsLeft()) === 0) throw new DayShareUsed(perDayOfShare)
        await waitForShare(store, key, spacingMs, signal)
      }
      const reserveAndSpend = () =>
        store.transaction().execute(async (locked) => {
          const waitMs = await reserveSlot(locked, key, spacingMs)
          await spendCall(locked, key, perDay, now())
          return waitMs
        })
      await waitForSlot(reserveAndSpend, () => reserveSlot(store, key, spacingMs), signal)
    },
    holdBack: (forMs) => holdBack(store, key, forMs),
    callsLeft,
  }
}

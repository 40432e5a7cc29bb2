/** The paces of the vendors' clients, one per account (or per client id), from the settings. */
import type { RunKind } from '../../contracts/sync-activities.ts'
import type { On24CallKind, Pace, QuotaPace } from '../../contracts/vendor-call.ts'
import type { Store } from '../database.ts'
import { slowShare, waitForShare } from './backfill-share.ts'
import { partOfDay } from './day-shares.ts'
import { callsWithinDay, DayShareUsed, takeCall } from './day-budget.ts'
import { holdBack, reserveSlot, waitForSlot } from './pace.ts'
import { holdLeft, slowDown } from './slow-down.ts'

export interface LimitSettings {
  readonly on24CallsPerMinute: number
  readonly on24EventListCallsPerMinute: number
  /** How long ON24 is not called after it reported a used-up quota, unless it says how long. */
  readonly on24QuotaHoldMs: number
  /** The longest time that ON24 is not called, however often it reports this and whatever it asks for. */
  readonly on24LongestHoldMs: number
  readonly actOnCallsPerSecond: number
  readonly actOnCallsPerDay: number
  /** Whether Act-On counts per customer account or per our client id, for all of them together. */
  readonly actOnLimitScope: 'account' | 'client'
}

/** ON24 publishes no limit: both rates are our own upper bounds, and lower after ON24 reports too many calls. */
export function on24Pace(
  store: Store,
  limits: LimitSettings,
  on24ClientId: string,
  share: RunKind = 'sync',
): QuotaPace<On24CallKind> {
  const spacing = {
    events: 60_000 / limits.on24EventListCallsPerMinute,
    people: 60_000 / limits.on24CallsPerMinute,
  }
  const keyOf = (kind: On24CallKind) => on24Key(on24ClientId, kind)
  return {
    async take(kind, signal) {
      const key = keyOf(kind)
      if (share !== 'sync') await waitForShare(store, key, spacing[kind], signal)
      const reserve = () => reserveSlot(store, key, spacing[kind])
      await waitForSlot(reserve, reserve, signal)
    },
    async quotaReached(askedMs) {
      const { on24QuotaHoldMs: holdMs, on24LongestHoldMs: longestHoldMs } = limits
      const refusal = { askedMs, holdMs, longestHoldMs }
      let longestMs = 0
      // ON24's answer does not say which calls are counted together.
      for (const kind of ['events', 'people'] as const) {
        const key = keyOf(kind)
        const leftMs = await slowDown(store, { key, spacingMs: spacing[kind] }, refusal)
        await slowShare(store, key, spacing[kind], refusal)
        longestMs = Math.max(longestMs, leftMs)
      }
      return longestMs
    },
  }
}

const on24Key = (on24ClientId: string, kind: On24CallKind) => `on24/${on24ClientId}/${kind}`

/** Milliseconds until ON24 is called again for the client after a used-up quota; 0 if it may be called now. */
export function on24HoldLeft(store: Store, on24ClientId: string): Promise<number> {
  return holdLeft(store, on24Key(on24ClientId, 'people'))
}

export interface LimitedAccount {
  readonly on24ClientId: string
  /** Null: the value of the settings. */
  readonly callsPerDay: number | null
}

/** The key under which an account's calls to Act-On are counted, and how many any 24 hours may hold. */
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
  /** Act-On answered 429: all callers wait, not only this one. */
  holdBack(forMs: number): Promise<void>
  /** How many calls this share may still make in the rolling 24 hours. */
  callsLeft(): Promise<number>
}

/** Act-On counts over any second. The spacing has a margin, because the network bunches evenly spaced calls. */
const MARGIN = 1.25

/** `take` throws DayBudgetUsed if the day's calls are used up, and DayShareUsed if the share's part of them is. */
export function actOnPace(
  store: Store,
  limits: LimitSettings,
  account: LimitedAccount,
  now: () => Date,
  share: RunKind = 'sync',
): ActOnPace {
  const { key, perDay } = actOnDay(limits, account)
  const part = partOfDay(share, key, perDay)
  const spacingMs = (1000 / limits.actOnCallsPerSecond) * MARGIN
  const callsLeft = async () =>
    Math.max(0, part.perDay - (await callsWithinDay(store, part.key, now())))
  return {
    async take(_kind, signal) {
      if (share !== 'sync') {
        if ((await callsLeft()) === 0) throw new DayShareUsed(part.perDay)
        await waitForShare(store, key, spacingMs, signal)
      }
      const take = () =>
        takeCall(store, { pace: { key, spacingMs }, day: { key, perDay }, part, now: now() })
      await waitForSlot(take, () => reserveSlot(store, key, spacingMs), signal)
    },
    holdBack: (forMs) => holdBack(store, key, forMs),
    callsLeft,
  }
}

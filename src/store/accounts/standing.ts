/** How accounts stand. The database computes all but the limit that they wait for: see the migration of the table. */
import { sql } from 'kysely'
import type { AccountStanding } from '../../contracts/account-state.ts'
import type { Store } from '../database.ts'
import type { Account } from './account.ts'

/** By ON24 client id. */
export type QuotaReasons = ReadonlyMap<string, string>

export async function readStanding(store: Store, account: Account): Promise<AccountStanding> {
  return standingOf(account, await quotaReasons(store, [account]))
}

export function standingOf(
  { on24ClientId, state, stateReason, stateSince }: Account,
  reasons: QuotaReasons,
): AccountStanding {
  return {
    state,
    reason: reasons.get(on24ClientId) ?? stateReason,
    since: stateSince?.toISOString() ?? null,
  }
}

/** Which limit those wait for that are `waitingForQuota`. The notice of the wait says it, and is kept as long. */
export async function quotaReasons(
  store: Store,
  accounts: readonly Account[],
): Promise<QuotaReasons> {
  const waiting = accounts.filter(({ state }) => state === 'waitingForQuota')
  if (waiting.length === 0) return new Map()
  const ids = waiting.map(({ on24ClientId }) => on24ClientId)
  const { rows } = await sql<{ id: string; reason: string }>`
    select wanted.id, latest.reason
    from unnest(${ids}::text[]) as wanted (id)
    cross join lateral (
      select reason from notice
      where on24_client_id = wanted.id and kind = 'waitingForQuota'
      order by seq desc limit 1
    ) as latest
  `.execute(store)
  return new Map(rows.map(({ id, reason }) => [id, reason]))
}

/** All accounts together: the runs of a slot, who has waited longest for a success, and how many rows wait. */
import { sql } from 'kysely'
import type { SlotResult } from '../../contracts/fleet.ts'
import type { Store } from '../database.ts'
import { type PendingRows, pendingRows } from './pending-rows.ts'

export interface Fleet {
  /** Start of the slot. */
  readonly slot: Date
  /** Accounts by what became of their run of the slot. */
  readonly runs: Readonly<Record<SlotResult, number>>
  /** Of the accounts of which a success is expected; null if none is expected of any. */
  readonly longestWithoutSuccess: WithoutSuccess | null
  readonly pendingRows: PendingRows
}

export interface WithoutSuccess {
  readonly on24ClientId: string
  readonly name: string
  /** Its last success, or, if it had none, its link. */
  readonly since: Date
}

const NO_RUNS: Fleet['runs'] = {
  complete: 0,
  rejections: 0,
  incomplete: 0,
  paused: 0,
  waitingForQuota: 0,
  needsRelink: 0,
  failed: 0,
  running: 0,
  notBegun: 0,
}

/** @param slot start of the latest slot */
export async function fleetAt(store: Store, slot: Date, now: Date): Promise<Fleet> {
  const [runs, longestWithoutSuccess, pending] = await Promise.all([
    runsOfSlot(store, slot),
    findLongestWithoutSuccess(store),
    pendingRows(store, now),
  ])
  return { slot, runs, longestWithoutSuccess, pendingRows: pending }
}

/**
 * A run belongs to the slot at which its window ends. An account that was linked or resumed since then, or is paused,
 * is not expected to have one.
 */
async function runsOfSlot(store: Store, slot: Date): Promise<Fleet['runs']> {
  const start = sql<Date>`${slot.toISOString()}::timestamptz`
  const { rows } = await sql<{ result: SlotResult; accounts: number }>`
    with latest as (
      select distinct on (on24_client_id) on24_client_id, coalesce(outcome, 'running') as result
      from run where trigger = 'schedule' and window_to >= ${start}
      order by on24_client_id, window_to desc, started_at desc
    )
    select coalesce(latest.result, 'notBegun') as result, count(*)::float8 as accounts
    from account left join latest using (on24_client_id)
    where latest.result is not null
      or (state not in ('unlinked', 'paused') and greatest(linked_at, resumed_at) < ${start})
    group by 1
  `.execute(store)
  return {
    ...NO_RUNS,
    ...Object.fromEntries(rows.map(({ result, accounts }) => [result, accounts])),
  }
}

async function findLongestWithoutSuccess(store: Store): Promise<WithoutSuccess | null> {
  const { rows } = await sql<WithoutSuccess>`
    select on24_client_id as "on24ClientId", name, coalesce(last_success_at, linked_at) as since
    from account where quiet_since is not null
    order by since, on24_client_id limit 1
  `.execute(store)
  return rows[0] ?? null
}

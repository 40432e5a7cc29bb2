/**
 * How many rows of all accounts wait. There may be millions, so a process counts them once in ten seconds, however many
 * pages ask, and stops at a hundred thousand.
 */
import { sql } from 'kysely'
import type { Store } from '../database.ts'

export interface PendingRows {
  /** Held removals included. */
  readonly rows: number
  /** There are more than `rows`. */
  readonly isMore: boolean
  readonly countedAt: Date
}

const MOST_ROWS = 100_000
const KEEP_MS = 10_000

const latest = new WeakMap<Store, { readonly at: Date; readonly counted: Promise<PendingRows> }>()

export function pendingRows(store: Store, now: Date): Promise<PendingRows> {
  const known = latest.get(store)
  // A clock that was set back must not keep an old count for longer.
  const age = known === undefined ? Infinity : Math.abs(now.getTime() - known.at.getTime())
  if (known !== undefined && age < KEEP_MS) return known.counted
  const counted = count(store, now)
  latest.set(store, { at: now, counted })
  counted.catch(() => latest.delete(store))
  return counted
}

async function count(store: Store, now: Date): Promise<PendingRows> {
  const { rows } = await sql<{ rows: number }>`
    select count(*)::float8 as rows
    from (select from waiting_row where state <> 'rejected' limit ${MOST_ROWS + 1}) as waiting
  `.execute(store)
  const found = rows[0]?.rows ?? 0
  return { rows: Math.min(found, MOST_ROWS), isMore: found > MOST_ROWS, countedAt: now }
}

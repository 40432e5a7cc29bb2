/** Counts requests within a window of time, across all processes. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import { latestPossible } from '../accounts/future-stamps.ts'

export interface Hits {
  readonly hits: number
  /** The end of the window; then the count begins anew. */
  readonly resetsAt: Date
}

/** Counts one hit; the first one opens a window of `windowMs` milliseconds. One statement, so that no hit is lost. */
export async function countHit(
  store: Store,
  key: string,
  windowMs: number,
  at: Date,
): Promise<Hits> {
  const resetsAt = new Date(at.getTime() + windowMs)
  // A window that ends later than one that begins now is from the future.
  const isOver = sql<boolean>`not (
    rate_limit.resets_at > ${at} and rate_limit.resets_at <= ${latestPossible(resetsAt)}
  )`
  const row = await store
    .insertInto('rateLimit')
    .values({ key, hits: 1, resetsAt })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        hits: sql`case when ${isOver} then 1 else rate_limit.hits + 1 end`,
        resetsAt: sql`case when ${isOver} then ${resetsAt} else rate_limit.resets_at end`,
      }),
    )
    .returning(['hits', 'resetsAt'])
    .executeTakeFirstOrThrow()
  return { hits: row.hits, resetsAt: row.resetsAt }
}

/** Null if nothing was counted, or only in a window that is over. */
export async function readHits(store: Store, key: string, at: Date): Promise<Hits | null> {
  const row = await store
    .selectFrom('rateLimit')
    .selectAll()
    .where('key', '=', key)
    .where('resetsAt', '>', at)
    .executeTakeFirst()
  return row === undefined ? null : { hits: row.hits, resetsAt: row.resetsAt }
}

/** Deletes windows that are over, except those that another transaction has locked. */
export async function dropOldHits(store: Store, at: Date): Promise<void> {
  await store
    .deleteFrom('rateLimit')
    .where('key', 'in', (old) =>
      old
        .selectFrom('rateLimit')
        .select('key')
        .where('resetsAt', '<=', at)
        .forUpdate()
        .skipLocked(),
    )
    .where('resetsAt', '<=', at)
    .execute()
}

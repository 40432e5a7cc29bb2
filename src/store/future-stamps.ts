/**
 * Stamps of our own that lie in the future: the database's clock was ahead when they were made, and was set right
 * since. They say nothing any more. What orders something counts as absent; what only says since when, as now.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Store } from './database.ts'

/** The times of two processes differ by less: see service-clock.ts. */
const MOST_APART_MS = 60_000

/** A stamp that is later than this comes from the future. */
export function latestPossible(now: Date): Date {
  return new Date(now.getTime() + MOST_APART_MS)
}

interface Stamps {
  readonly absent?: readonly string[]
  readonly now?: readonly string[]
}

const ACCOUNT: Stamps = {
  absent: ['cursor_at', 'on24_kept_at'],
  now: [
    ...['created_at', 'linked_at', 'started_link_at', 'resumed_at', 'last_success_at'],
    ...['paused_since', 'needs_relink_since', 'quota_since', 'failing_since', 'closing_since'],
    ...['late_since', 'rejections_since', 'tried_at'],
  ],
}

const OF_ACCOUNT: Readonly<Record<string, Stamps>> = {
  webinar: {
    absent: ['last_read_started_at'],
    now: [
      'latest_activity_at',
      'list_create_started_at',
      'unavailable_since',
      'unavailable_seen_at',
    ],
  },
  // Personal data that waits is dropped by its age.
  waiting_row: { now: ['read_started_at', 'first_seen_at', 'last_tried_at'] },
  merge_job: { now: ['started_at'] },
  trouble: { now: ['since'] },
  run: { now: ['started_at', 'finished_at', 'discovered_at', 'act_on_stopped_at'] },
  event_to_look_up: { now: ['latest_activity_at'] },
}

/** Of one account with all that belongs to it. Before a run begins anything: it goes by these stamps. */
export async function forgetFutureStamps(
  store: Store,
  on24ClientId: string,
  now: Date,
): Promise<void> {
  await forget(store, 'account', ACCOUNT, on24ClientId, now)
  for (const [table, stamps] of Object.entries(OF_ACCOUNT)) {
    await forget(store, table, stamps, on24ClientId, now)
  }
}

/** Accounts that have one in their own row: nobody may be there to begin a run of theirs. */
export async function accountsWithFutureStamps(store: Store, now: Date): Promise<string[]> {
  const rows = await store
    .selectFrom('account')
    .select('on24_client_id')
    .where(anyIsFuture(ACCOUNT, now))
    .orderBy('on24_client_id')
    .execute()
  return rows.map((row) => row.on24_client_id)
}

async function forget(
  store: Store,
  table: string,
  stamps: Stamps,
  on24ClientId: string,
  now: Date,
): Promise<void> {
  const { absent = [], now: asNow = [] } = stamps
  const instead = (column: string, value: RawBuilder<unknown>) =>
    sql`${sql.ref(column)} = case when ${isFuture(column, now)} then ${value} else ${sql.ref(column)} end`
  const changes = [
    ...absent.map((column) => instead(column, sql`null`)),
    ...asNow.map((column) => instead(column, time(now))),
  ]
  await sql`
    update ${sql.table(table)} set ${sql.join(changes)}
    where on24_client_id = ${on24ClientId} and ${anyIsFuture(stamps, now)}
  `.execute(store)
}

function anyIsFuture({ absent = [], now: asNow = [] }: Stamps, now: Date) {
  const each = [...absent, ...asNow].map((column) => isFuture(column, now))
  return sql<boolean>`(${sql.join(each, sql` or `)})`
}

function isFuture(column: string, now: Date) {
  return sql`coalesce(${sql.ref(column)} > ${time(latestPossible(now))}, false)`
}

function time(at: Date) {
  return sql`${at.toISOString()}::timestamptz`
}

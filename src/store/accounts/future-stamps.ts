/**
 * Stamps of our own that lie in the future: the database's clock was ahead when they were made, and was set right
 * since. They say nothing any more. What orders something counts as absent; what only says since when, as now.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../database.ts'

/** The times of two processes differ by less: see service-clock.ts. */
const MAX_CLOCK_DIFFERENCE_MS = 60_000

/** A stamp that is later than this comes from the future. */
export function latestPossible(now: Date): Date {
  return new Date(now.getTime() + MAX_CLOCK_DIFFERENCE_MS)
}

interface Stamps {
  readonly absent?: readonly string[]
  readonly now?: readonly string[]
}

const ACCOUNT: Stamps = {
  absent: ['cursorAt', 'on24KeptAt'],
  now: [
    ...['createdAt', 'linkedAt', 'startedLinkAt', 'resumedAt', 'lastSuccessAt'],
    ...['pausedSince', 'needsRelinkSince', 'quotaSince', 'failingSince', 'removalSince'],
    ...['lateSince', 'rejectionsSince', 'triedAt'],
  ],
}

const OF_ACCOUNT: Readonly<Record<string, Stamps>> = {
  webinar: {
    absent: ['lastReadStartedAt'],
    now: ['latestActivityAt', 'listCreateStartedAt', 'unavailableSince', 'unavailableSeenAt'],
  },
  // Personal data that waits is dropped by its age.
  waitingRow: { now: ['readStartedAt', 'firstSeenAt', 'lastTriedAt'] },
  mergeJob: { now: ['startedAt'] },
  trouble: { now: ['since'] },
  run: { now: ['startedAt', 'finishedAt', 'discoveredAt', 'actOnStoppedAt'] },
  eventToLookUp: { now: ['latestActivityAt'] },
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
    .select('on24ClientId')
    .where(anyIsFuture(ACCOUNT, now))
    .orderBy('on24ClientId')
    .execute()
  return rows.map((row) => row.on24ClientId)
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

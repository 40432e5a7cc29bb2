/**
 * Our own stamps that lie in the future: the database's clock was ahead when they were written, and was corrected
 * since. They are meaningless. A stamp that orders something counts as absent; one that only says since when counts as
 * now.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../database.ts'

/** The clocks of two processes differ by less: see service-clock.ts. */
const MAX_CLOCK_DIFFERENCE_MS = 60_000

/** A later stamp is in the future. */
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
  // `firstSeenAt` decides when personal data is dropped.
  waitingRow: { now: ['readStartedAt', 'firstSeenAt', 'lastTriedAt'] },
  mergeJob: { now: ['startedAt'] },
  trouble: { now: ['since'] },
  run: { now: ['startedAt', 'finishedAt', 'discoveredAt', 'actOnStoppedAt'] },
  eventToLookUp: { now: ['latestActivityAt'] },
}

/** Clears the stamps of an account and of all that belongs to it. Call it before a run does anything with them. */
export async function forgetFutureStamps(
  store: Store,
  on24ClientId: string,
  now: Date,
): Promise<void> {
  const account = forgetting('account', ACCOUNT, on24ClientId, now)
  const others = Object.entries(OF_ACCOUNT).map(
    ([table, stamps]) =>
      sql`${sql.ref(`in_${table}`)} as (${forgetting(table, stamps, on24ClientId, now)})`,
  )
  // In one statement, because every run begins with it.
  await sql`with ${sql.join(others)} ${account}`.execute(store)
}

/** Accounts with such stamps in their own row: no run may be coming that would clear them. */
export async function accountsWithFutureStamps(store: Store, now: Date): Promise<string[]> {
  const rows = await store
    .selectFrom('account')
    .select('on24ClientId')
    .where(anyIsFuture(ACCOUNT, now))
    .orderBy('on24ClientId')
    .execute()
  return rows.map((row) => row.on24ClientId)
}

function forgetting(table: string, stamps: Stamps, on24ClientId: string, now: Date) {
  const { absent = [], now: asNow = [] } = stamps
  const instead = (column: string, value: RawBuilder<unknown>) =>
    sql`${sql.ref(column)} = case when ${isFuture(column, now)} then ${value} else ${sql.ref(column)} end`
  const changes = [
    ...absent.map((column) => instead(column, sql`null`)),
    ...asNow.map((column) => instead(column, time(now))),
  ]
  return sql`
    update ${sql.table(table)} set ${sql.join(changes)}
    where on24_client_id = ${on24ClientId} and ${anyIsFuture(stamps, now)}
  `
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

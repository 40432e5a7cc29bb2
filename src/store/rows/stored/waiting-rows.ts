/** Rows that wait for Act-On, were rejected or are held: encrypted, one per registration. */
import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely'
import type { RowHashes } from '../../../reading/row-hashes.ts'
import type { Store } from '../../database.ts'
import type { WaitingRowTable } from '../../schema.ts'

export type WaitingRow = Selectable<WaitingRowTable>
export type NewWaitingRow = Insertable<WaitingRowTable>

export async function waitingRowsOf(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<WaitingRow[]> {
  return store
    .selectFrom('waitingRow')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .execute()
}

export interface PendingRequest {
  readonly on24ClientId: string
  readonly eventId: string
  readonly actions: readonly WaitingRow['action'][]
  readonly limit: number
  /** Registrants whose rows are not to be tried again now. */
  readonly except: ReadonlySet<string>
  /** Only rows of these registrants. Left out: of all. */
  readonly only?: readonly string[]
}

/** At most `limit` rows of a webinar that can be delivered now, oldest registration first. None once it is excluded. */
export async function pendingRows(store: Store, request: PendingRequest): Promise<WaitingRow[]> {
  return pendingOf(store, request)
    .selectAll()
    .orderBy('registrantId')
    .limit(request.limit)
    .execute()
}

/** How many rows `pendingRows` would return. */
export async function countPendingRows(store: Store, request: PendingRequest): Promise<number> {
  const { count } = await store
    .selectFrom(pendingOf(store, request).select('registrantId').limit(request.limit).as('pending'))
    .select((select) => select.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** How many rows of a webinar can be delivered now, without these registrants. */
export async function countPendingByAction(
  store: Store,
  place: Pick<PendingRequest, 'on24ClientId' | 'eventId'>,
  except: ReadonlySet<string>,
): Promise<Readonly<Record<WaitingRow['action'], number>>> {
  const rows = await pendingIn(store, place, except)
    .select(['action', sql<number>`count(*)::float8`.as('count')])
    .groupBy('action')
    .execute()
  const counts = { upsert: 0, move: 0, remove: 0 }
  for (const { action, count } of rows) counts[action] = count
  return counts
}

function pendingIn(
  store: Store,
  { on24ClientId, eventId }: Pick<PendingRequest, 'on24ClientId' | 'eventId'>,
  except: ReadonlySet<string>,
) {
  return store
    .selectFrom('waitingRow')
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('state', '=', 'pending')
    .where('mergeJobId', 'is', null)
    .where(sql<boolean>`registrant_id <> all(${[...except]}::text[])`)
    .where(isIncluded(on24ClientId))
}

function pendingOf(store: Store, { actions, except, only, ...place }: PendingRequest) {
  return pendingIn(store, place, except)
    .where('action', 'in', actions)
    .$if(only !== undefined, (rows) => rows.where(registrantIdIn(only ?? [])))
}

/**
 * SQL condition on a waiting row of the account: no operator has excluded its webinar. Not a join: PostgreSQL might read
 * the webinars of all accounts for it.
 */
export const isIncluded = (on24ClientId: string) => sql<boolean>`event_id not in (
  select event_id from webinar where on24_client_id = ${on24ClientId} and excluded
)`

/** Pending rows of an account, or of one of its runs. */
export async function countDeliverable(
  store: Store,
  { on24ClientId, runKey }: { readonly on24ClientId: string; readonly runKey?: string },
): Promise<number> {
  const { count } = await store
    .selectFrom('waitingRow')
    .select((select) => select.fn.countAll().as('count'))
    .where('on24ClientId', '=', on24ClientId)
    .$if(runKey !== undefined, (rows) => rows.where('runKey', '=', runKey ?? ''))
    .where('state', '=', 'pending')
    .where(isIncluded(on24ClientId))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Waiting rows that a run counts, held ones included. */
export async function countWaiting(
  store: Store,
  { on24ClientId, runKey }: { readonly on24ClientId: string; readonly runKey: string },
): Promise<number> {
  const { count } = await store
    .selectFrom('waitingRow')
    .select((select) => select.fn.countAll().as('count'))
    .where('on24ClientId', '=', on24ClientId)
    .where('runKey', '=', runKey)
    .where('state', 'in', ['pending', 'held'])
    .where(isIncluded(on24ClientId))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Webinars of the account that have waiting rows which match `which`, ordered by event id. */
export async function webinarsWithRows(
  store: Store,
  on24ClientId: string,
  which: RawBuilder<boolean>,
): Promise<string[]> {
  const webinars = await store
    .selectFrom('waitingRow')
    .select('eventId')
    .distinct()
    .where('on24ClientId', '=', on24ClientId)
    .where(which)
    .orderBy('eventId')
    .execute()
  return webinars.map((webinar) => webinar.eventId)
}

export async function rowsOfJob(store: Store, mergeJobId: string): Promise<WaitingRow[]> {
  return store
    .selectFrom('waitingRow')
    .selectAll()
    .where('mergeJobId', '=', mergeJobId)
    .orderBy('registrantId')
    .execute()
}

/** The rows of a job, without their personal data. */
export async function hashesOfJob(store: Store, mergeJobId: string): Promise<RowHashes[]> {
  return store
    .selectFrom('waitingRow')
    .select([
      ...(['registrantId', 'addressHash', 'registrationHash', 'activityHash'] as const),
      ...(['cellsMask', 'attended'] as const),
    ])
    .where('mergeJobId', '=', mergeJobId)
    .orderBy('registrantId')
    .execute()
}

export async function countRowsOfJob(store: Store, mergeJobId: string): Promise<number> {
  const { count } = await store
    .selectFrom('waitingRow')
    .select((select) => select.fn.countAll().as('count'))
    .where('mergeJobId', '=', mergeJobId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Deletes the rows of exactly these registrations and returns how many there were. */
export async function deleteWaitingRows(
  store: Store,
  on24ClientId: string,
  eventId: string,
  registrantIds: readonly string[],
): Promise<number> {
  if (registrantIds.length === 0) return 0
  const deleted = await store
    .deleteFrom('waitingRow')
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(registrantIdIn(registrantIds))
    .returning('registrantId')
    .execute()
  return deleted.length
}

export async function updateWaitingRows(
  store: Store,
  on24ClientId: string,
  eventId: string,
  registrantIds: readonly string[],
  change: Partial<Pick<WaitingRow, 'state' | 'action' | 'mergeJobId' | 'timedOut'>> & {
    /** They are being sent to Act-On once more. */
    readonly sentAt?: Date
  },
): Promise<void> {
  if (registrantIds.length === 0) return
  const { sentAt, ...columns } = change
  const tried = sentAt === undefined ? {} : { lastTriedAt: sentAt, tries: sql<number>`tries + 1` }
  await store
    .updateTable('waitingRow')
    .set({ ...columns, ...tried })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(registrantIdIn(registrantIds))
    .execute()
}

/** SQL condition: the row belongs to one of these registrants. */
export function registrantIdIn(registrantIds: readonly string[]) {
  return sql<boolean>`registrant_id = any(${registrantIds}::text[])`
}

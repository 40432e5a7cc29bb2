/** Rows that wait for Act-On, were rejected or are held: encrypted, one per registration. */
import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely'
import type { Store } from '../../database.ts'
import type { WaitingRowTable } from '../../schema.ts'

export type WaitingRow = Selectable<WaitingRowTable>
export type NewWaitingRow = Insertable<WaitingRowTable>

const ROWS_PER_STATEMENT = 500

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
}

/** At most `limit` rows of a webinar that can be delivered now, oldest registration first. None once it is excluded. */
export async function pendingRows(
  store: Store,
  { on24ClientId, eventId, actions, limit, except }: PendingRequest,
): Promise<WaitingRow[]> {
  return store
    .selectFrom('waitingRow')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('state', '=', 'pending')
    .where('mergeJobId', 'is', null)
    .where('action', 'in', actions)
    .where(sql<boolean>`registrant_id <> all(${[...except]}::text[])`)
    .where(isIncluded)
    .orderBy('registrantId')
    .limit(limit)
    .execute()
}

/** SQL condition on a waiting row: no operator has excluded its webinar. */
export const isIncluded = sql<boolean>`not exists (
  select from webinar
  where webinar.on24_client_id = waiting_row.on24_client_id
    and webinar.event_id = waiting_row.event_id and webinar.excluded
)`

/** Pending rows of a run, or of an account. */
export async function countDeliverable(
  store: Store,
  of: { readonly runKey: string } | { readonly on24ClientId: string },
): Promise<number> {
  const { count } = await store
    .selectFrom('waitingRow')
    .select((select) => select.fn.countAll().as('count'))
    .$call((rows) =>
      'runKey' in of
        ? rows.where('runKey', '=', of.runKey)
        : rows.where('on24ClientId', '=', of.on24ClientId),
    )
    .where('state', '=', 'pending')
    .where(isIncluded)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Waiting rows that a run counts, held ones included. */
export async function countWaiting(store: Store, runKey: string): Promise<number> {
  const { count } = await store
    .selectFrom('waitingRow')
    .select((select) => select.fn.countAll().as('count'))
    .where('runKey', '=', runKey)
    .where('state', 'in', ['pending', 'held'])
    .where(isIncluded)
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

export async function insertWaitingRows(
  store: Store,
  rows: readonly NewWaitingRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await store
      .insertInto('waitingRow')
      .values(rows.slice(start, start + ROWS_PER_STATEMENT))
      .execute()
  }
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

/** Rows that wait, put into the store by hand: hashes and states, for what is done with rows whatever they hold. */
import type { Insertable } from 'kysely'
import type { Store } from '../../src/store/database.ts'
import type { RegistrationTable, WaitingRowTable } from '../../src/store/schema.ts'
import { saveWebinars } from '../../src/store/webinars.ts'

export interface RowsPlace {
  readonly on24ClientId: string
  readonly eventId: string
  readonly at: Date
}

/** A webinar that was read at that time. */
export async function storeWebinar(
  store: Store,
  { on24ClientId, eventId, at }: RowsPlace,
): Promise<void> {
  const about = { title: `Webinar ${eventId}`, contentType: 'webcast', isTestEvent: false }
  const times = { goodAfter: null, liveStart: null, liveEnd: null, lastUpdated: null }
  await saveWebinars(
    store,
    on24ClientId,
    [{ on24ClientId, eventId, ...about, ...times, isActive: true }],
    at,
  )
  await store
    .updateTable('webinar')
    .set({ last_read_started_at: at })
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .execute()
}

const HASHES = { registration_hash: 'r', activity_hash: 'a', cells_mask: 1, attended: false }

type Row = Partial<Insertable<WaitingRowTable>> & Pick<WaitingRowTable, 'registrant_id'>

/** Pending upserts of no run, unless they say otherwise. */
export async function storeRows(
  store: Store,
  { on24ClientId, eventId, at }: RowsPlace,
  rows: readonly Row[],
): Promise<void> {
  await store
    .insertInto('waiting_row')
    .values(
      rows.map((row) => ({
        ...HASHES,
        on24_client_id: on24ClientId,
        event_id: eventId,
        action: 'upsert' as const,
        state: 'pending' as const,
        address_hash: row.registrant_id,
        run_key: '',
        read_started_at: at,
        first_seen_at: at,
        ...row,
      })),
    )
    .execute()
}

/** Contacts that Act-On has confirmed. */
export async function storeRegistrations(
  store: Store,
  { on24ClientId, eventId, at }: RowsPlace,
  registrantIds: readonly string[],
): Promise<void> {
  const row = (registrant_id: string): Insertable<RegistrationTable> => ({
    ...HASHES,
    on24_client_id: on24ClientId,
    event_id: eventId,
    registrant_id,
    address_hash: registrant_id,
    confirmed_at: at,
  })
  await store.insertInto('registration').values(registrantIds.map(row)).execute()
}

/** Removals that the guard holds back, of contacts that are in the list. */
export async function storeHeld(
  store: Store,
  place: RowsPlace,
  registrantIds: readonly string[],
  runKey = '',
): Promise<void> {
  await storeRegistrations(store, place, registrantIds)
  const held = { action: 'remove', state: 'held', removal_reason: 'forgotten' } as const
  await storeRows(
    store,
    place,
    registrantIds.map((registrant_id) => ({ ...held, registrant_id, run_key: runKey })),
  )
}

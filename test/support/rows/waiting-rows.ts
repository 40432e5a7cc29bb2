/** Stores waiting rows directly: hashes and states, for tests in which the content does not matter. */
import type { Insertable } from 'kysely'
import type { Store } from '../../../src/store/database.ts'
import type { RegistrationTable, WaitingRowTable } from '../../../src/store/schema.ts'
import { testHash } from './test-hash.ts'
import { saveWebinars } from '../../../src/store/webinars/discovered-webinars.ts'

export interface RowsPlace {
  readonly on24ClientId: string
  readonly eventId: string
  readonly at: Date
}

/** Stores a webinar that was read at `at`. */
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
    .set({ lastReadStartedAt: at })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .execute()
}

const HASHES = {
  registrationHash: testHash('r'),
  activityHash: testHash('a'),
  cellsMask: 1,
  attended: false,
}

type Row = Partial<Insertable<WaitingRowTable>> & Pick<WaitingRowTable, 'registrantId'>

/** By default, the rows are pending upserts without a run. */
export async function storeRows(
  store: Store,
  { on24ClientId, eventId, at }: RowsPlace,
  rows: readonly Row[],
): Promise<void> {
  await store
    .insertInto('waitingRow')
    .values(
      rows.map((row) => ({
        ...HASHES,
        on24ClientId,
        eventId,
        action: 'upsert' as const,
        state: 'pending' as const,
        addressHash: testHash(row.registrantId),
        runKey: '',
        readStartedAt: at,
        firstSeenAt: at,
        ...row,
      })),
    )
    .execute()
}

/** Stores contacts that Act-On has confirmed. */
export async function storeRegistrations(
  store: Store,
  { on24ClientId, eventId, at }: RowsPlace,
  registrantIds: readonly string[],
): Promise<void> {
  const row = (registrantId: string): Insertable<RegistrationTable> => ({
    ...HASHES,
    on24ClientId,
    eventId,
    registrantId,
    addressHash: testHash(registrantId),
    confirmedAt: at,
  })
  await store.insertInto('registration').values(registrantIds.map(row)).execute()
}

/** Stores held removals of contacts that are in the list. */
export async function storeHeld(
  store: Store,
  place: RowsPlace,
  registrantIds: readonly string[],
  runKey = '',
): Promise<void> {
  await storeRegistrations(store, place, registrantIds)
  const held = { action: 'remove', state: 'held', removalReason: 'forgotten' } as const
  await storeRows(
    store,
    place,
    registrantIds.map((registrantId) => ({ ...held, registrantId, runKey })),
  )
}

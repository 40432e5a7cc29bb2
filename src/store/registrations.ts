/** What Act-On last confirmed for every registration that was written: hashes, never values. */
import type { Selectable } from 'kysely'
import type { Store } from './database.ts'
import type { RegistrationTable } from './schema.ts'

export type RegistrationRow = Selectable<RegistrationTable>

export async function registrationsOf(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<RegistrationRow[]> {
  return store
    .selectFrom('registration')
    .selectAll()
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .execute()
}

export async function countRegistrations(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<number> {
  const { count } = await store
    .selectFrom('registration')
    .select((select) => select.fn.countAll().as('count'))
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** In all webinars of the account. */
export async function countConfirmed(store: Store, on24ClientId: string): Promise<number> {
  const { count } = await store
    .selectFrom('registration')
    .select((select) => select.fn.countAll().as('count'))
    .where('on24_client_id', '=', on24ClientId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** These people are forgotten in ON24, but their row lives on for another registration. */
export async function markForgotten(
  store: Store,
  on24ClientId: string,
  eventId: string,
  registrantIds: readonly string[],
  at: Date,
): Promise<void> {
  if (registrantIds.length === 0) return
  await store
    .updateTable('registration')
    .set({ forgotten_at: at })
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .where('registrant_id', 'in', registrantIds)
    .where('forgotten_at', 'is', null)
    .execute()
}

/** The list is gone, and with it everything that was confirmed for it. */
export async function forgetConfirmations(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<void> {
  await store
    .deleteFrom('registration')
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .execute()
}

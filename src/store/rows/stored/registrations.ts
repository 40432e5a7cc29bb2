/** Registrations whose rows stand in a list, or may stand there: hashes, never values. */
import { type Selectable, sql } from 'kysely'
import type { Store } from '../../database.ts'
import type { RegistrationTable } from '../../schema.ts'

export type RegistrationRow = Selectable<RegistrationTable>

export async function registrationsOf(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<RegistrationRow[]> {
  return store
    .selectFrom('registration')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .execute()
}

/** Contacts that Act-On confirmed: in all lists of the account, in a webinar's, or those of some registrants of it. */
export async function countContacts(
  store: Store,
  of: {
    readonly on24ClientId: string
    readonly eventId?: string
    readonly registrantIds?: readonly string[]
  },
): Promise<number> {
  const { eventId, registrantIds } = of
  const { count } = await store
    .selectFrom('registration')
    .select((select) => select.fn.countAll().as('count'))
    .where('on24ClientId', '=', of.on24ClientId)
    .$if(eventId !== undefined, (rows) => rows.where('eventId', '=', eventId ?? ''))
    .$if(registrantIds !== undefined, (rows) =>
      rows.where(sql<boolean>`registrant_id = any(${registrantIds}::text[])`),
    )
    .where('confirmedAt', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** By registrant id: where each registration's row stands, or may stand. */
export async function addressHashesOf(
  store: Store,
  on24ClientId: string,
  eventId: string,
  registrantIds: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const rows = await store
    .selectFrom('registration')
    .select(['registrantId', 'addressHash', 'sentAddressHash'])
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(sql<boolean>`registrant_id = any(${registrantIds}::text[])`)
    .execute()
  return new Map(
    rows.map((row) => [
      row.registrantId,
      [row.addressHash, row.sentAddressHash].filter((hash) => hash !== null),
    ]),
  )
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
    .set({ forgottenAt: at })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('registrantId', 'in', registrantIds)
    .where('forgottenAt', 'is', null)
    .execute()
}

/** Of people whom ON24 shows as live again. */
export async function endKeptDespite(
  store: Store,
  on24ClientId: string,
  eventId: string,
  registrantIds: readonly string[],
): Promise<void> {
  await store
    .updateTable('registration')
    .set({ keptDespite: null })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('keptDespite', 'is not', null)
    .where(sql<boolean>`registrant_id = any(${registrantIds}::text[])`)
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
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .execute()
}

/** Registrations whose rows are in a list, or may be there: hashes, never values. */
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

/** Contacts that Act-On confirmed: of the account, of one webinar, or of some registrants of that webinar. */
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

/** By registrant id: the addresses at which each registration's row is, or may be. */
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

/** These people are forgotten in ON24, but their row is still used by another registration. */
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

/** For people whom ON24 shows as active again. */
export async function endKeptDespite(
  store: Store,
  on24ClientId: string,
  eventId: string,
  registrantIds: readonly string[],
): Promise<void> {
  if (registrantIds.length === 0) return
  await store
    .updateTable('registration')
    .set({ keptDespite: null })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('keptDespite', 'is not', null)
    .where(sql<boolean>`registrant_id = any(${registrantIds}::text[])`)
    .execute()
}

/** The list is gone, so nothing that was confirmed for it holds any more. */
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

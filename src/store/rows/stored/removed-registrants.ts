/** Registrants whose rows were removed from a webinar's list: of each there is a receipt without personal data. */
import type { Store } from '../../database.ts'

export async function removedRegistrants(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<Set<string>> {
  const rows = await store
    .selectFrom('removalReceipt')
    .select('registrantId')
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .execute()
  return new Set(rows.map(({ registrantId }) => registrantId))
}

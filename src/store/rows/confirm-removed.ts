/** A download no longer shows any of a person's rows, so the store deletes them, too. */
import { sql } from 'kysely'
import { registrationsOf } from './stored/registrations.ts'
import type { WaitingRow } from './stored/waiting-rows.ts'
import { endRows } from '../journal/add-entries.ts'
import { inTransaction, type Store } from '../database.ts'
import { countOutcomes } from '../runs/run-webinars.ts'
import { takeUpRows, type WebinarPlace } from './take-up.ts'
import { registrantIdIn } from './stored/waiting-rows.ts'
import { lockWebinar } from '../webinars/webinars.ts'

export const RECEIPT_NOTE =
  "Removed from this webinar's list. Act-On's account-wide contacts may still hold the person."

export interface Removal extends WebinarPlace {
  readonly runKey: string
  readonly registrantId: string
  readonly reason: WaitingRow['removalReason']
  /** How many rows of the list were deleted. */
  readonly rowsRemoved: number
  readonly at: Date
}

/** A forgotten person leaves a receipt without personal data. A row that is to be written again keeps waiting. */
export async function confirmRemoved(store: Store, removal: Removal): Promise<void> {
  const { on24ClientId, eventId, runKey, registrantId, reason, rowsRemoved, at } = removal
  const place = { on24ClientId, eventId }
  await inTransaction(store, async (tx) => {
    await lockWebinar(tx, on24ClientId, eventId)
    await takeUpRows(tx, runKey, place, registrantIdIn([registrantId]))
    if (reason === 'forgotten') {
      await leaveReceipt(tx, { ...place, registrantId, rowsRemoved, at })
    }
    await tx
      .deleteFrom('registration')
      .where('on24ClientId', '=', on24ClientId)
      .where('eventId', '=', eventId)
      .where('registrantId', '=', registrantId)
      .execute()
    const isRemoval = sql`registrant_id = ${registrantId} and action = 'remove'`
    const removed = await endRows(tx, place, isRemoval, { outcome: 'removed', at })
    await countOutcomes(tx, runKey, eventId, { removed })
  })
}

async function leaveReceipt(
  tx: Store,
  { on24ClientId, eventId, registrantId, rowsRemoved, at }: Omit<Removal, 'runKey' | 'reason'>,
): Promise<void> {
  const receipt = { on24ClientId, eventId, registrantId, rowsRemoved, removedAt: at }
  await tx
    .insertInto('removalReceipt')
    .values({ ...receipt, note: RECEIPT_NOTE })
    .execute()
}

/** Rows are gone that a comparison found: a receipt for each person of whom the store knows no other row. */
export async function confirmExtraRemoved(
  tx: Store,
  { on24ClientId, eventId }: WebinarPlace,
  registrantIds: readonly string[],
  at: Date,
): Promise<void> {
  const known = new Set(
    (await registrationsOf(tx, on24ClientId, eventId)).map((row) => row.registrantId),
  )
  for (const registrantId of new Set(registrantIds)) {
    if (known.has(registrantId)) continue
    const rowsRemoved = registrantIds.filter((id) => id === registrantId).length
    await leaveReceipt(tx, { on24ClientId, eventId, registrantId, rowsRemoved, at })
  }
}

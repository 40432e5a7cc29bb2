/** The rows of a run that wait or were rejected, as operators see them, page by page: never their content. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { RunRow } from '../../../api/run-details.ts'
import type { AccountState } from '../../../contracts/account-state.ts'
import { waitingReason } from '../../../contracts/waiting-words.ts'
import type { Store } from '../../database.ts'
import { ANY, type Page, pageFrom, type PageRequest, readCursor } from '../../page-cursor.ts'
import { troublesOfAccount } from '../../troubles/troubles.ts'
import { NO_REASON } from './rejection-list.ts'

export interface RunRowListRequest extends PageRequest {
  readonly state?: RunRow['state']
  readonly eventId?: string
}

const Cursor = z.tuple([z.string(), z.string()])

/** By webinar and registration. Throws CursorUnknown. */
export async function listRunRows(
  store: Store,
  of: { readonly on24ClientId: string; readonly state: AccountState; readonly runKey: string },
  { state, eventId, limit, cursor }: RunRowListRequest,
): Promise<Page<RunRow>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const rows = await store
    .selectFrom('waitingRow')
    .select([
      'eventId',
      'registrantId',
      'state',
      'action',
      'rejectedField',
      'rejectedReason',
      'firstSeenAt',
      'lastTriedAt',
      'tries',
    ])
    .where('runKey', '=', of.runKey)
    .where('on24ClientId', '=', of.on24ClientId)
    .where(state === undefined ? ANY : sql<boolean>`state = ${state}`)
    .where(eventId === undefined ? ANY : sql<boolean>`event_id = ${eventId}`)
    .where(last === null ? ANY : sql<boolean>`(event_id, registrant_id) > (${last[0]}, ${last[1]})`)
    .orderBy('eventId')
    .orderBy('registrantId')
    .limit(limit + 1)
    .execute()
  const page = pageFrom(rows, limit, (row) => [row.eventId, row.registrantId])
  const around = { state: of.state, troubles: await troublesOfAccount(store, of.on24ClientId) }
  const items = page.items.map((row): RunRow => {
    const { state: rowState, ...facts } = row
    return {
      on24RegistrantId: row.registrantId,
      eventId: row.eventId,
      state: rowState,
      removal: row.action === 'remove',
      reason:
        rowState === 'rejected'
          ? (row.rejectedReason ?? NO_REASON)
          : waitingReason({ ...facts, state: rowState }, around),
      field: row.rejectedField,
      since: row.firstSeenAt.toISOString(),
      lastTriedAt: row.lastTriedAt?.toISOString() ?? null,
      tries: row.tries,
    }
  })
  return { items, nextCursor: page.nextCursor }
}

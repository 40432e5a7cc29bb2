/** The audit trail: which operator or invitation did what, when, from where, and what came of it. */
import type { Insertable, Selectable } from 'kysely'
import type { Store } from './database.ts'
import type { AuditEntryTable } from './schema.ts'

export type AuditEntry = Selectable<AuditEntryTable>

/** No secrets, and no user names: they may be e-mail addresses. */
export async function recordAudit(store: Store, entry: Insertable<AuditEntryTable>): Promise<void> {
  await store.insertInto('audit_entry').values(entry).execute()
}

const ASKED = 'asked'

/** Something that was asked for and is still to be done. Returns the entry's id, for `settleAudit`. */
export async function recordAsked(
  store: Store,
  entry: Omit<Insertable<AuditEntryTable>, 'result'>,
): Promise<string> {
  const { id } = await store
    .insertInto('audit_entry')
    .values({ ...entry, result: ASKED })
    .returning('id')
    .executeTakeFirstOrThrow()
  // The embedded store gives it as a number.
  return String(id)
}

/** What came of it. False without such an entry, and when that was said before. */
export async function settleAudit(
  store: Store,
  on24ClientId: string,
  id: string,
  result: string,
): Promise<boolean> {
  const settled = await store
    .updateTable('audit_entry')
    .set({ result })
    .where('id', '=', id)
    .where('on24_client_id', '=', on24ClientId)
    .where('result', '=', ASKED)
    .returning('id')
    .executeTakeFirst()
  return settled !== undefined
}

/** Newest first. `beforeId` is the last id of the page before. */
export async function listAudit(
  store: Store,
  on24ClientId: string,
  { limit, beforeId }: { readonly limit: number; readonly beforeId?: string },
): Promise<AuditEntry[]> {
  return store
    .selectFrom('audit_entry')
    .selectAll()
    .where('on24_client_id', '=', on24ClientId)
    .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

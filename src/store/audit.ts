/** The audit trail: which operator, invitation or status link did what, when, from where, and with what result. */
import { type Insertable, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { AuditAction } from '../contracts/audit-words.ts'
import type { Store } from './database.ts'
import { ANY, type Page, pageFrom, type PageRequest, readCursor } from './page-cursor.ts'
import type { AuditEntryTable } from './schema.ts'

export type AuditEntry = Selectable<AuditEntryTable>
export type NewAuditEntry = Insertable<AuditEntryTable>

/** No secrets, and no user names: they may be e-mail addresses. */
export async function recordAudit(store: Store, entry: NewAuditEntry): Promise<void> {
  await store.insertInto('auditEntry').values(entry).execute()
}

const ASKED = 'asked'

/** Records a request that is not carried out yet. Returns the entry's id, for `settleAudit`. */
export async function recordAsked(
  store: Store,
  entry: Omit<NewAuditEntry, 'result'>,
): Promise<string> {
  const { id } = await store
    .insertInto('auditEntry')
    .values({ ...entry, result: ASKED })
    .returning('id')
    .executeTakeFirstOrThrow()
  // The embedded store returns it as a number.
  return String(id)
}

/** Records the result of a request. False if there is no such entry, or it already has a result. */
export async function settleAudit(
  store: Store,
  on24ClientId: string,
  id: string,
  result: string,
): Promise<boolean> {
  const settled = await store
    .updateTable('auditEntry')
    .set({ result })
    .where('id', '=', id)
    .where('on24ClientId', '=', on24ClientId)
    .where('result', '=', ASKED)
    .returning('id')
    .executeTakeFirst()
  return settled !== undefined
}

/** Newest first. */
export async function listAudit(
  store: Store,
  on24ClientId: string,
  { limit }: { readonly limit: number },
): Promise<AuditEntry[]> {
  return entries(store, on24ClientId).limit(limit).execute()
}

const Cursor = z.tuple([z.string().regex(/^\d{1,18}$/)])

export interface ListedAuditEntry extends AuditEntry {
  /** For an operation that was carried out or refused: what happened, as a sentence. */
  readonly detail: string | null
}

export interface AuditListRequest extends PageRequest {
  readonly action?: AuditAction
}

/** Newest first. Throws CursorUnknown. */
export async function auditPage(
  store: Store,
  on24ClientId: string,
  { action, limit, cursor }: AuditListRequest,
): Promise<Page<ListedAuditEntry>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const rows = await entries(store, on24ClientId)
    .leftJoin('operation', 'operation.auditId', 'auditEntry.id')
    .select('operation.detail')
    .where(action === undefined ? ANY : sql<boolean>`action = ${action}`)
    .where(last === null ? ANY : sql<boolean>`audit_entry.id < ${last[0]}`)
    .limit(limit + 1)
    .execute()
  // The embedded store returns the id as a number.
  return pageFrom(rows, limit, ({ id }) => [String(id)])
}

function entries(store: Store, on24ClientId: string) {
  return store
    .selectFrom('auditEntry')
    .selectAll('auditEntry')
    .where('auditEntry.on24ClientId', '=', on24ClientId)
    .orderBy('auditEntry.id', 'desc')
}

/** Sign-ins of operators and refused tokens, with their addresses. Separate from the audit trails of accounts. */
import { type Insertable, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { Store } from '../database.ts'
import { ANY, type Page, pageFrom, type PageRequest, readCursor } from '../page-cursor.ts'
import type { OperatorAccessTable } from '../schema.ts'

export type OperatorAccess = Insertable<OperatorAccessTable>

/** Never stores a token, not even a wrong one. */
export async function recordOperatorAccess(store: Store, access: OperatorAccess): Promise<void> {
  await store.insertInto('operatorAccess').values(access).execute()
}

const Cursor = z.tuple([z.string().regex(/^\d{1,18}$/)])

/** Newest first. Throws CursorUnknown. */
export async function operatorAccessPage(
  store: Store,
  { limit, cursor }: PageRequest,
): Promise<Page<Selectable<OperatorAccessTable>>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const rows = await store
    .selectFrom('operatorAccess')
    .selectAll()
    .where(last === null ? ANY : sql<boolean>`id < ${last[0]}`)
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  // The embedded store returns the id as a number.
  return pageFrom(rows, limit, ({ id }) => [String(id)])
}

/** Temporal objects of accounts that are not linked in this store, as last seen. */
import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { inTransaction, type Store } from '../database.ts'
import { type Page, pageFrom, type PageRequest, readCursor } from '../page-cursor.ts'
import type { OrphanTable } from '../schema/operations.ts'

export type Orphan = Selectable<OrphanTable>

export interface SeenOrphan {
  readonly on24ClientId: string
  readonly hasSchedule: boolean
  readonly hasController: boolean
}

/** ON24 client ids of accounts that are linked or being removed: Temporal objects of these are no orphans. */
export async function accountsOwningTemporalObjects(store: Store): Promise<Set<string>> {
  const rows = await store
    .selectFrom('account')
    .select('on24ClientId')
    .where((where) =>
      where.or([where('linkedAt', 'is not', null), where('removalSince', 'is not', null)]),
    )
    .execute()
  return new Set(rows.map((row) => row.on24ClientId))
}

/** Replaces the stored orphans. Returns the ids of the new ones. */
export async function saveOrphans(
  store: Store,
  orphans: readonly SeenOrphan[],
): Promise<ReadonlySet<string>> {
  return inTransaction(store, async (tx) => {
    const ids = orphans.map(({ on24ClientId }) => on24ClientId)
    await sql`delete from orphan where on24_client_id <> all(${ids}::text[])`.execute(tx)
    const isNew = new Set<string>()
    for (const { on24ClientId, hasSchedule, hasController } of orphans) {
      const { rows } = await sql<{ isNew: boolean }>`
        insert into orphan (on24_client_id, has_schedule, has_controller)
        values (${on24ClientId}, ${hasSchedule}, ${hasController})
        on conflict (on24_client_id) do update
          set has_schedule = excluded.has_schedule, has_controller = excluded.has_controller
        returning xmax = 0 as is_new
      `.execute(tx)
      if (rows[0]?.isNew === true) isNew.add(on24ClientId)
    }
    return isNew
  })
}

export async function countOrphans(store: Store): Promise<number> {
  const { count } = await store
    .selectFrom('orphan')
    .select((select) => select.fn.countAll<string | number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function isOrphan(store: Store, on24ClientId: string): Promise<boolean> {
  const found = await store
    .selectFrom('orphan')
    .select('on24ClientId')
    .where('on24ClientId', '=', on24ClientId)
    .executeTakeFirst()
  return found !== undefined
}

const Cursor = z.tuple([z.string()])

/** By ON24 client id. Throws CursorUnknown. */
export async function orphanPage(
  store: Store,
  { limit, cursor }: PageRequest,
): Promise<Page<Orphan>> {
  const [after] = cursor === undefined ? [''] : readCursor(Cursor, cursor)
  const rows = await store
    .selectFrom('orphan')
    .selectAll()
    .where('on24ClientId', '>', after)
    .orderBy('on24ClientId')
    .limit(limit + 1)
    .execute()
  return pageFrom(rows, limit, ({ on24ClientId: id }) => [id])
}

/** False if it is not stored as an orphan, or not any more. */
export async function forgetOrphan(store: Store, on24ClientId: string): Promise<boolean> {
  const forgotten = await store
    .deleteFrom('orphan')
    .where('on24ClientId', '=', on24ClientId)
    .returning('on24ClientId')
    .executeTakeFirst()
  return forgotten !== undefined
}

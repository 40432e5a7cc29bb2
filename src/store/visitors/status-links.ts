/** The link to each customer's own page, by the hash of its token. A withdrawn link is deleted. */
import type { Insertable, Selectable } from 'kysely'
import { lockAccount } from '../accounts/accounts.ts'
import { type AlsoStore, inTransaction, type Store } from '../database.ts'
import type { StatusLinkTable } from '../schema.ts'

export type StatusLink = Selectable<StatusLinkTable>

/** Voids the account's earlier link. */
export async function replaceStatusLink(
  store: Store,
  link: Insertable<StatusLinkTable>,
  alsoStore: AlsoStore,
): Promise<void> {
  await inTransaction(store, async (tx) => {
    await lockAccount(tx, link.on24ClientId)
    await tx
      .insertInto('statusLink')
      .values(link)
      .onConflict((conflict) => conflict.column('on24ClientId').doUpdateSet(link))
      .execute()
    await alsoStore(tx)
  })
}

/** Calls `alsoStore` only if there was a link. */
export async function dropStatusLink(
  store: Store,
  on24ClientId: string,
  alsoStore: AlsoStore,
): Promise<void> {
  await inTransaction(store, async (tx) => {
    await lockAccount(tx, on24ClientId)
    const { numDeletedRows } = await tx
      .deleteFrom('statusLink')
      .where('on24ClientId', '=', on24ClientId)
      .executeTakeFirst()
    if (numDeletedRows > 0n) await alsoStore(tx)
  })
}

export async function findStatusLink(
  store: Store,
  on24ClientId: string,
): Promise<StatusLink | undefined> {
  return store
    .selectFrom('statusLink')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .executeTakeFirst()
}

/** The ON24 client whose page a token opens, or null. */
export async function clientOfStatusLink(store: Store, tokenHash: string): Promise<string | null> {
  const row = await store
    .selectFrom('statusLink')
    .select('on24ClientId')
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst()
  return row?.on24ClientId ?? null
}

/** Who signed in as an operator, whose token was refused, and from where: beside the audit trails of accounts. */
import type { Insertable } from 'kysely'
import type { Store } from './database.ts'
import type { OperatorAccessTable } from './schema.ts'

export type OperatorAccess = Insertable<OperatorAccessTable>

/** No token, not even a wrong one. */
export async function recordOperatorAccess(store: Store, access: OperatorAccess): Promise<void> {
  await store.insertInto('operator_access').values(access).execute()
}

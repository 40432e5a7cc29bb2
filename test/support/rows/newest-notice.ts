import type { Store } from '../../../src/store/database.ts'

/** The id of the account's newest notice. */
export async function newestNotice(store: Store, on24ClientId: string): Promise<string> {
  const { id } = await store
    .selectFrom('notice')
    .select('id')
    .where('on24ClientId', '=', on24ClientId)
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  return id
}

/** When an account last called ON24: its token pair is disabled when nobody does for long. */
import type { Account } from './accounts.ts'
import type { Store } from './database.ts'

/** By a run, or only to keep the token pair alive; null when neither is known. */
export async function lastOn24CallAt(
  store: Store,
  { on24_client_id, on24_kept_at }: Account,
): Promise<Date | null> {
  const run = await store
    .selectFrom('run')
    .select('started_at')
    .where('on24_client_id', '=', on24_client_id)
    .where('calls_on24', '>', 0)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const known = [run?.started_at ?? null, on24_kept_at].filter((at) => at !== null)
  return known.toSorted((one, other) => other.getTime() - one.getTime())[0] ?? null
}

export async function saveOn24Kept(store: Store, on24ClientId: string, at: Date): Promise<void> {
  await store
    .updateTable('account')
    .set({ on24_kept_at: at })
    .where('on24_client_id', '=', on24ClientId)
    .execute()
}

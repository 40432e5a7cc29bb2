/** When the service last called ON24 for an account: ON24 disables a token pair that is not used for long. */
import type { Store } from '../database.ts'
import type { Account } from './account.ts'

/** In a run, or only to keep the token pair alive; null if neither is known. */
export async function lastOn24CallAt(
  store: Store,
  { on24ClientId, on24KeptAt }: Account,
): Promise<Date | null> {
  const run = await store
    .selectFrom('run')
    .select('startedAt')
    .where('on24ClientId', '=', on24ClientId)
    .where('callsOn24', '>', 0)
    .orderBy('startedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  const known = [run?.startedAt ?? null, on24KeptAt].filter((at) => at !== null)
  return known.toSorted((one, other) => other.getTime() - one.getTime())[0] ?? null
}

export async function saveOn24KeepAlive(
  store: Store,
  on24ClientId: string,
  at: Date,
): Promise<void> {
  await store
    .updateTable('account')
    .set({ on24KeptAt: at })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

/** What was recorded of an account since its previous run. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'

/**
 * True if the account's previous run was complete, and since its end there was no operation, no link, and no notice of
 * a trouble's beginning or end.
 */
export async function quietSincePreviousRun(
  store: Store,
  { on24ClientId, runKey }: { readonly on24ClientId: string; readonly runKey: string },
): Promise<boolean> {
  const { rows } = await sql<{ quiet: boolean }>`
    select outcome = 'complete'
      and not exists (
        select from audit_entry
        where on24_client_id = ${on24ClientId} and at >= previous.finished_at)
      and not exists (
        select from notice
        where on24_client_id = ${on24ClientId} and created_at >= previous.finished_at) as quiet
    from run as previous
    where on24_client_id = ${on24ClientId} and run_key <> ${runKey} and finished_at is not null
    order by started_at desc limit 1
  `.execute(store)
  return rows[0]?.quiet ?? false
}

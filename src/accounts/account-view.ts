/** An account as operators see it. Of the reasons that keep it from being in order, the first in rank is shown. */
import type { AccountStanding } from '../contracts/account-state.ts'
import { type RunView, viewRun } from '../runs/run-view.ts'
import { nextSlot } from '../runs/slots.ts'
import { standingOf } from '../store/account-state.ts'
import type { Account } from '../store/accounts.ts'
import type { Store } from '../store/database.ts'
import { listRuns } from '../store/runs.ts'

/** Times are ISO 8601 in UTC. */
export interface AccountView extends AccountStanding {
  readonly on24ClientId: string
  readonly name: string
  readonly region: 'na' | 'eu'
  readonly actOnRegion: 'na' | 'eu'
  readonly timeZone: string
  readonly actOnAccount: { readonly id: string; readonly name: string } | null
  readonly lastSuccessAt: string | null
  readonly nextRunAt: string | null
  readonly lastRun: RunView | null
  readonly createdAt: string
}

/** From the store alone, so that operators see how accounts stand while Temporal is away. */
export async function viewAccount(
  { store, now }: { readonly store: Store; readonly now: () => Date },
  account: Account,
): Promise<AccountView> {
  const [lastRun] = await listRuns(store, account.on24_client_id, 1)
  const hasSlots = account.state !== 'unlinked' && account.state !== 'paused'
  return {
    on24ClientId: account.on24_client_id,
    name: account.name,
    region: account.region,
    actOnRegion: account.act_on_region,
    timeZone: account.time_zone,
    ...standingOf(account),
    actOnAccount:
      account.act_on_account_id === null
        ? null
        : { id: account.act_on_account_id, name: account.act_on_account_name ?? '' },
    lastSuccessAt: account.last_success_at?.toISOString() ?? null,
    nextRunAt: hasSlots ? nextSlot(now()).toISOString() : null,
    lastRun: lastRun === undefined ? null : await viewRun(store, lastRun),
    createdAt: account.created_at.toISOString(),
  }
}

/** An account as operators see it. Of the reasons that keep it from being in order, the first in rank is shown. */
import { type RunView, viewRun } from '../runs/run-view.ts'
import type { Account } from '../store/accounts.ts'
import type { Store } from '../store/database.ts'
import { listRuns } from '../store/runs.ts'
import type { ScheduleState, SyncSchedules } from '../temporal/schedules.ts'

export type AccountState =
  'unlinked' | 'active' | 'paused' | 'waitingForQuota' | 'needsRelink' | 'failing'

/** Times are ISO 8601 in UTC. */
export interface AccountView {
  readonly on24ClientId: string
  readonly name: string
  readonly region: 'na' | 'eu'
  readonly actOnRegion: 'na' | 'eu'
  readonly timeZone: string
  readonly state: AccountState
  readonly reason: string | null
  /** Null where nobody noted it: of an account in order, and of a pause, which is Temporal's to know. */
  readonly since: string | null
  readonly actOnAccount: { readonly id: string; readonly name: string } | null
  readonly lastSuccessAt: string | null
  readonly nextRunAt: string | null
  readonly lastRun: RunView | null
  readonly createdAt: string
}

/** Asks Temporal whether the account is paused: the truth about that is its Schedule. */
export async function viewAccount(
  {
    store,
    schedules,
  }: { readonly store: Store; readonly schedules: Pick<SyncSchedules, 'describe'> },
  account: Account,
): Promise<AccountView> {
  const schedule =
    account.linked_at === null ? null : await schedules.describe(account.on24_client_id)
  const [lastRun] = await listRuns(store, account.on24_client_id, 1)
  const { state, reason, since } = stateOf(account, schedule)
  return {
    on24ClientId: account.on24_client_id,
    name: account.name,
    region: account.region,
    actOnRegion: account.act_on_region,
    timeZone: account.time_zone,
    state,
    reason,
    since: since?.toISOString() ?? null,
    actOnAccount:
      account.act_on_account_id === null
        ? null
        : { id: account.act_on_account_id, name: account.act_on_account_name ?? '' },
    lastSuccessAt: account.last_success_at?.toISOString() ?? null,
    nextRunAt: schedule?.nextRunAt ?? null,
    lastRun: lastRun === undefined ? null : await viewRun(store, lastRun),
    createdAt: account.created_at.toISOString(),
  }
}

interface ShownState {
  readonly state: AccountState
  readonly reason: string | null
  readonly since: Date | null
}

function stateOf(account: Account, schedule: ScheduleState | null): ShownState {
  if (account.closing_since !== null) {
    return {
      state: 'unlinked',
      reason: 'The account is being removed.',
      since: account.closing_since,
    }
  }
  if (account.linked_at === null) {
    return { state: 'unlinked', reason: null, since: account.created_at }
  }
  if (schedule?.isPaused === true) {
    return { state: 'paused', reason: schedule.pauseReason, since: null }
  }
  if (account.needs_relink_since !== null) {
    const { needs_relink_reason: reason, needs_relink_since: since } = account
    return { state: 'needsRelink', reason, since }
  }
  if (account.quota_since !== null) {
    const reason = 'Act-On takes no more calls for now.'
    return { state: 'waitingForQuota', reason, since: account.quota_since }
  }
  if (account.failing_since !== null) {
    return { state: 'failing', reason: account.failing_reason, since: account.failing_since }
  }
  return { state: 'active', reason: null, since: null }
}

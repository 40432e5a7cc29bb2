/** Accounts as operators see them. If several things are wrong with an account, its state shows the first in rank. */
import type { Account as AccountDocument } from '../api/account.ts'
import type { AccountProblem } from '../api/account-problem.ts'
import type { Run } from '../api/run.ts'
import { viewRuns } from '../runs/run-view.ts'
import type { Service } from '../service.ts'
import { nextRunOf } from '../store/accounts/next-runs.ts'
import { lastRuns } from '../store/runs/run-list.ts'
import { NO_RECIPIENTS, type NoticeRecipients, recipientsOf } from '../store/notice-recipients.ts'
import { troublesOf } from '../store/troubles/troubles.ts'
import { viewProblem } from '../api/problem-view.ts'
import { type Account, standingOf } from '../store/accounts/account.ts'

/**
 * In the order of `accounts`. Reads only the store, so that operators see the state of accounts while Temporal is
 * unreachable; in a few queries, however many accounts there are.
 */
export async function viewAccounts(
  { store, ciphers, now }: Pick<Service, 'store' | 'ciphers' | 'now'>,
  accounts: readonly Account[],
): Promise<AccountDocument[]> {
  const ids = accounts.map((account) => account.on24ClientId)
  const [rows, troubles, recipients] = await Promise.all([
    lastRuns(store, ids),
    troublesOf(store, ids),
    recipientsOf(store, ciphers, ids),
  ])
  const views = await viewRuns(store, rows, now())
  const lastRunOf = new Map(rows.map((row, index) => [row.on24ClientId, views[index] ?? null]))
  return accounts.map((account) => {
    const problems = (troubles.get(account.on24ClientId) ?? []).map(viewProblem)
    return viewOf(account, {
      now: now(),
      lastRun: lastRunOf.get(account.on24ClientId) ?? null,
      problems,
      recipients: recipients.get(account.on24ClientId) ?? NO_RECIPIENTS,
    })
  })
}

interface ViewContext {
  readonly now: Date
  readonly lastRun: Run | null
  readonly problems: AccountProblem[]
  readonly recipients: NoticeRecipients
}

function viewOf(
  account: Account,
  { now, lastRun, problems, recipients: { emailTo, slack } }: ViewContext,
): AccountDocument {
  const hasSlots = account.state !== 'unlinked' && account.state !== 'paused'
  return {
    on24ClientId: account.on24ClientId,
    name: account.name,
    region: account.region,
    actOnRegion: account.actOnRegion,
    timeZone: account.timeZone,
    unknownTimeZone: account.timeZoneUnknown,
    ...standingOf(account),
    actOnAccount:
      account.actOnAccountId === null
        ? null
        : { id: account.actOnAccountId, name: account.actOnAccountName ?? '' },
    actOnCallsPerDay: account.actOnCallsPerDay,
    notifyEmailTo: emailTo === null ? null : [...emailTo],
    notifySlackSince: slack?.since.toISOString() ?? null,
    problems,
    nextProbeAt: nextProbeAt(account, problems),
    lastSuccessAt: account.lastSuccessAt?.toISOString() ?? null,
    nextRunAt: hasSlots ? nextRunOf(account, now) : null,
    lastRun,
    createdAt: account.createdAt.toISOString(),
  }
}

/** Act-On is only probed for quota and sign-ins: a time left over from an earlier wait is not shown. */
function nextProbeAt(
  { quotaSince, nextProbeAt }: Account,
  problems: readonly AccountProblem[],
): string | null {
  const waits = quotaSince !== null || problems.some(({ kind }) => kind === 'signInsUsedUp')
  return waits ? (nextProbeAt?.toISOString() ?? null) : null
}

export async function viewAccount(
  parts: Pick<Service, 'store' | 'ciphers' | 'now'>,
  account: Account,
): Promise<AccountDocument> {
  const [view] = await viewAccounts(parts, [account])
  if (view === undefined) throw new Error('viewAccounts returned nothing for one account')
  return view
}

/** Decides, when a notice is about to be sent, whether it is still due: the situation may have changed meanwhile. */
import type { ReportedTrouble } from '../contracts/notice.ts'
import { TROUBLE_KINDS, type TroubleKind } from '../contracts/trouble.ts'
import { type Notice, noticesOfTrouble } from '../store/notices.ts'
import type { Store } from '../store/database.ts'
import { troubleSince } from '../store/accounts/account-troubles.ts'
import { reportedSince } from '../store/troubles/trouble-notices.ts'
import { type Account, isBeingRemoved, isLate } from '../store/accounts/account.ts'

/** The notice of the trouble that this recovery ends is not settled yet: it must be delivered first. */
export class TroubleNotSettled extends Error {
  override readonly name = 'TroubleNotSettled'

  constructor() {
    super('The notice of the trouble has not been delivered yet; its recovery is sent after it.')
  }
}

export type DueNotice =
  | { readonly what: 'trouble'; readonly trouble: ReportedTrouble }
  | { readonly what: 'recovery'; readonly ends: ReportedTrouble; readonly lastedSince: Date }

/**
 * Null if nothing needs to be sent: the trouble is over, operators were never notified of what a recovery ends, the
 * trouble has begun again, or the account is being removed. Throws TroubleNotSettled.
 */
export async function stillDue(
  store: Store,
  notice: Notice,
  account: Account,
): Promise<DueNotice | null> {
  if (isBeingRemoved(account)) return null
  if (notice.ends !== null) return dueRecovery(store, notice, notice.ends)
  if (notice.kind === 'recovered') return null
  return (await lasts(store, notice, notice.kind, account))
    ? { what: 'trouble', trouble: notice.kind }
    : null
}

/** Also false if the trouble ended and began again: that has its own notice. */
async function lasts(
  store: Store,
  notice: Notice,
  trouble: ReportedTrouble,
  account: Account,
): Promise<boolean> {
  const since = isOfWebinars(trouble)
    ? await reportedSince(store, account.on24ClientId, trouble)
    : troubleSince(account, trouble)
  if (since?.getTime() !== notice.createdAt.getTime()) return false
  // An account that was found to be late may since have been paused, for example; then no success is expected.
  return trouble !== 'late' || isLate(account)
}

function isOfWebinars(trouble: ReportedTrouble): trouble is TroubleKind {
  return TROUBLE_KINDS.some((kind) => kind === trouble)
}

async function dueRecovery(
  store: Store,
  notice: Notice,
  ends: ReportedTrouble,
): Promise<DueNotice | null> {
  const [newest, ...earlier] = await noticesOfTrouble(store, notice.on24ClientId, ends)
  // A later notice describes the current situation.
  if (newest?.id !== notice.id) return null
  const beginning = earlier.find(({ kind }) => kind === ends)
  if (beginning !== undefined && beginning.outcome === null) throw new TroubleNotSettled()
  const told = earlier.find(({ outcome }) => outcome === 'delivered' || outcome === 'logged')
  return told?.kind === ends ? { what: 'recovery', ends, lastedSince: told.createdAt } : null
}

/**
 * Decides, when a notice is about to be sent, whether it is still due on a channel: the situation may have changed
 * meanwhile, and each channel gets the ends of those troubles alone whose beginnings it has taken.
 */
import type { NoticeChannel, ReportedTrouble } from '../contracts/notice.ts'
import { isTroubleKind } from '../contracts/trouble.ts'
import { takenBy } from '../store/notice-deliveries.ts'
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
  | {
      readonly what: 'recovery'
      readonly ends: ReportedTrouble
      readonly lastedSince: Date
      /** The id of the notice of its beginning. */
      readonly begunBy: string
    }

/**
 * Null if nothing needs to be sent: the trouble is over, the channel never took the beginning of what a recovery ends,
 * the trouble has begun again, or the account is being removed. Throws TroubleNotSettled.
 *
 * @param channel null: the log, while no channel is configured
 */
export async function stillDue(
  store: Store,
  notice: Notice,
  account: Account,
  channel: NoticeChannel | null,
): Promise<DueNotice | null> {
  if (isBeingRemoved(account)) return null
  if (notice.ends !== null) return dueRecovery(store, notice, notice.ends, channel)
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
  const since = isTroubleKind(trouble)
    ? await reportedSince(store, account.on24ClientId, trouble)
    : troubleSince(account, trouble)
  if (since?.getTime() !== notice.createdAt.getTime()) return false
  // An account that was found to be late may since have been paused, for example; then no success is expected.
  return trouble !== 'late' || isLate(account)
}

async function dueRecovery(
  store: Store,
  notice: Notice,
  ends: ReportedTrouble,
  channel: NoticeChannel | null,
): Promise<DueNotice | null> {
  const [newest, ...earlier] = await noticesOfTrouble(store, notice.on24ClientId, ends)
  // A later notice describes the current situation.
  if (newest?.id !== notice.id) return null
  const wasTold = await toldOn(store, channel, earlier)
  const beginning = earlier.find(({ kind }) => kind === ends)
  if (beginning !== undefined && beginning.outcome === null && !wasTold(beginning)) {
    throw new TroubleNotSettled()
  }
  const told = earlier.find(wasTold)
  if (told?.kind !== ends) return null
  return { what: 'recovery', ends, lastedSince: told.createdAt, begunBy: told.id }
}

/** What was only logged counts as told on every channel: there was none when it was. */
async function toldOn(
  store: Store,
  channel: NoticeChannel | null,
  notices: readonly Notice[],
): Promise<(notice: Notice) => boolean> {
  if (channel === null) {
    return ({ outcome }) => outcome === 'delivered' || outcome === 'logged'
  }
  const ids = notices.map(({ id }) => id)
  const taken = await takenBy(store, channel, ids)
  return ({ id, outcome }) => taken.has(id) || outcome === 'logged'
}

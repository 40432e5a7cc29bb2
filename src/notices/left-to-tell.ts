/** What is left to tell of a notice when it is to be sent: things may have changed since it was written. */
import type { ToldTrouble } from '../contracts/notice.ts'
import { TROUBLE_KINDS, type TroubleKind } from '../contracts/trouble.ts'
import { type Notice, noticesOfTrouble } from '../store/notices.ts'
import type { Store } from '../store/database.ts'
import { troubleSince } from '../store/accounts/account-troubles.ts'
import { reportedSince } from '../store/troubles/trouble-notices.ts'
import { type Account, isBeingRemoved, isLate } from '../store/accounts/account.ts'

/** The beginning that a recovery ends is being told at this moment, or tried again: it comes first. */
export class TroubleNotSettled extends Error {
  override readonly name = 'TroubleNotSettled'

  constructor() {
    super('The notice of what is over has not been taken yet; its end is told after it.')
  }
}

export type LeftToTell =
  | { readonly what: 'trouble'; readonly trouble: ToldTrouble }
  | { readonly what: 'recovery'; readonly ends: ToldTrouble; readonly lastedSince: Date }

/**
 * Null when there is nothing: a trouble that is over, a recovery from what operators were not told of or from
 * what has begun anew, an account that is being removed. Throws TroubleNotSettled.
 */
export async function leftToTell(
  store: Store,
  notice: Notice,
  account: Account,
): Promise<LeftToTell | null> {
  if (isBeingRemoved(account)) return null
  if (notice.ends !== null) return recoveryLeft(store, notice, notice.ends)
  if (notice.kind === 'recovered') return null
  return (await lasts(store, notice, notice.kind, account))
    ? { what: 'trouble', trouble: notice.kind }
    : null
}

/** False also when it was over and began once more: that has a notice of its own. */
async function lasts(
  store: Store,
  notice: Notice,
  trouble: ToldTrouble,
  account: Account,
): Promise<boolean> {
  const since = isOfWebinars(trouble)
    ? await reportedSince(store, account.on24ClientId, trouble)
    : troubleSince(account, trouble)
  if (since?.getTime() !== notice.createdAt.getTime()) return false
  // Paused, say, since it was found to be late: then nobody waits for a success.
  return trouble !== 'late' || isLate(account)
}

function isOfWebinars(trouble: ToldTrouble): trouble is TroubleKind {
  return TROUBLE_KINDS.some((kind) => kind === trouble)
}

async function recoveryLeft(
  store: Store,
  notice: Notice,
  ends: ToldTrouble,
): Promise<LeftToTell | null> {
  const [newest, ...earlier] = await noticesOfTrouble(store, notice.on24ClientId, ends)
  // What was written later tells how things stand now.
  if (newest?.id !== notice.id) return null
  const beginning = earlier.find(({ kind }) => kind === ends)
  if (beginning !== undefined && beginning.outcome === null) throw new TroubleNotSettled()
  const told = earlier.find(({ outcome }) => outcome === 'delivered' || outcome === 'logged')
  return told?.kind === ends ? { what: 'recovery', ends, lastedSince: told.createdAt } : null
}

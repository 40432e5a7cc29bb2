import { cancellationSignal } from '@temporalio/activity'
import type { LinkKept } from '../src/contracts/operations.ts'
import { lastOn24CallAt, saveOn24KeepAlive } from '../src/store/accounts/on24-calls.ts'
import { expireRows } from '../src/store/rows/expire.ts'
import type { Service } from '../src/service.ts'
import {
  type Account,
  needsRelink,
  secondsToProbe,
  standingOf,
} from '../src/store/accounts/account.ts'
import { called } from '../src/temporal/naming.ts'
import { findAccount, findLinkedAccount } from '../src/store/accounts/accounts.ts'

/** ON24 disables a token pair after 60 days without a call. This leaves a month for errors. */
const ON24_IDLE_MS = 30 * 24 * 60 * 60 * 1000

/**
 * Keeps an account's access to both vendors alive while nothing is synced. Usually needs no call. Returns when to check
 * again, so that a changed interval applies to all accounts from their next check on.
 */
export function createKeepLinkAlive(context: Service) {
  const { store, vendors, tokens, schedules, keepAliveSeconds, now } = context

  /** Runs call ON24 every six hours, so only a paused account can stay without a call. */
  async function keepOn24(account: Account): Promise<void> {
    const { on24ClientId } = account
    const lastAt = await lastOn24CallAt(store, account)
    if (lastAt !== null && now().getTime() - lastAt.getTime() < ON24_IDLE_MS) return
    if ((await schedules.readPause(on24ClientId)) === null) return
    const on24 = await vendors.on24(account)
    await on24.checkToken({ signal: cancellationSignal() })
    await saveOn24KeepAlive(store, on24ClientId, now())
  }

  async function keepActOn(account: Account): Promise<void> {
    if (needsRelink(account)) return
    await tokens.refreshIfOld(account.on24ClientId, { signal: cancellationSignal() })
  }

  return async function keepLinkAlive({
    on24ClientId,
  }: {
    on24ClientId: string
  }): Promise<LinkKept> {
    const account = await findLinkedAccount(store, on24ClientId)
    if (account !== undefined) {
      // Also while the account is paused, so that no row is kept longer than allowed.
      await expireRows(store, on24ClientId, now())
      const ends = await Promise.allSettled([keepOn24(account), keepActOn(account)])
      for (const end of ends) if (end.status === 'rejected') throw end.reason
    }
    const after = await findAccount(store, on24ClientId)
    return {
      againInSeconds: keepAliveSeconds,
      ...(after !== undefined && {
        standing: standingOf(after),
        called: called(after),
        probeInSeconds: secondsToProbe(after, now()),
      }),
    }
  }
}

/** Starts what a stored link needs in Temporal. The link does not depend on it: a reconcile mends what is missing. */
import type { Logger } from '../observability/logger.ts'
import { findAccount, markStarted } from '../store/accounts.ts'
import type { Store } from '../store/database.ts'
import type { Controllers } from '../temporal/controllers.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'
import { withAccountLife } from './account-life.ts'

export interface SyncStarters {
  readonly controllers: Pick<Controllers, 'ensure'>
  readonly schedules: Pick<SyncSchedules, 'ensure' | 'isPaused' | 'trigger'>
  readonly logger: Logger
}

/** A customer waits for the answer, and Temporal's client tries again for a while before it fails. */
const LONGEST_WAIT_MS = 10_000
const LONGEST_START_MS = 60_000

/** Never rejects. */
export async function startSyncing(
  starters: SyncStarters & { readonly store: Store },
  on24ClientId: string,
): Promise<void> {
  const signal = AbortSignal.timeout(LONGEST_START_MS)
  const started = ensureSyncing(starters, on24ClientId, signal).catch((error: unknown) => {
    starters.logger.warn(
      { err: error, on24ClientId },
      'The link is stored, but its syncs are not started yet',
    )
  })
  const patience = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => {
    patience.resolve(undefined)
  }, LONGEST_WAIT_MS)
  await Promise.race([started, patience.promise])
  clearTimeout(timer)
}

/**
 * What exists stays as it is, so it can be repeated. A run is asked for once per link, and again as long as
 * nothing was read or when the Schedule had to be made; not while the account is paused: its resume asks for
 * one. Does nothing for an account that is not linked, or is being removed.
 */
export async function ensureSyncing(
  { store, schedules, controllers }: Omit<SyncStarters, 'logger'> & { readonly store: Store },
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  await withAccountLife(store, on24ClientId, signal, async () => {
    const account = await findAccount(store, on24ClientId)
    if (account === undefined || account.linked_at === null || account.closing_since !== null)
      return
    const { linked_at, started_link_at, cursor_at } = account
    await controllers.ensure(on24ClientId)
    const isNew = await schedules.ensure(on24ClientId)
    const isStarted = started_link_at?.getTime() === linked_at.getTime()
    const needsRun = isNew || !isStarted || cursor_at === null
    if (needsRun && !(await schedules.isPaused(on24ClientId))) await schedules.trigger(on24ClientId)
    await markStarted(store, on24ClientId, linked_at)
  })
}

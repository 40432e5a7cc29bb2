/** Starts what a stored link needs in Temporal. The link does not depend on it: a reconcile mends what is missing. */
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import { type Account, findAccount, markStarted } from '../store/accounts.ts'
import type { Store } from '../store/database.ts'
import { pauseOf } from '../store/pauses.ts'
import type { Controllers } from '../temporal/controllers.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'
import { withAccountLife } from './account-life.ts'

export interface SyncStarters {
  readonly controllers: Pick<Controllers, 'ensure'>
  readonly schedules: Pick<SyncSchedules, 'ensure' | 'readPause' | 'trigger'>
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
  const started = startLink(starters, on24ClientId, signal).catch((error: unknown) => {
    starters.logger.warn(
      { on24ClientId, ...errorFacts(error) },
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
 * Makes what the latest link needs, and asks for its first run: once per link, however many processes do so.
 * Does nothing for an account that is not linked, is being removed, or whose link was started before.
 */
export async function startLink(parts: Parts, on24ClientId: string, signal: AbortSignal) {
  await withLinkedAccount(parts, on24ClientId, signal, async (account, leased) => {
    if (!isStarted(account)) await ensureAll(parts, account, leased)
  })
}

/** Makes what is missing, also of a link that was started before. Asks for a run as long as nothing was read. */
export async function ensureSyncing(parts: Parts, on24ClientId: string, signal: AbortSignal) {
  await withLinkedAccount(parts, on24ClientId, signal, (account, leased) =>
    ensureAll(parts, account, leased),
  )
}

type Parts = Omit<SyncStarters, 'logger'> & { readonly store: Store }
type LinkedAccount = Account & { readonly linked_at: Date }

async function withLinkedAccount(
  { store }: Parts,
  on24ClientId: string,
  signal: AbortSignal,
  work: (account: LinkedAccount, leased: AbortSignal) => Promise<void>,
): Promise<void> {
  await withAccountLife(store, on24ClientId, signal, async (leased) => {
    const account = await findAccount(store, on24ClientId)
    const linkedAt = account?.linked_at ?? null
    if (account === undefined || linkedAt === null || account.closing_since !== null) return
    await work({ ...account, linked_at: linkedAt }, leased)
  })
}

function isStarted({ linked_at, started_link_at }: LinkedAccount): boolean {
  return started_link_at?.getTime() === linked_at.getTime()
}

/**
 * What exists stays as it is; a Schedule that is gone is made as it was known, paused or not. A paused account is asked for no run: its resume asks for one. Starts nothing once
 * `leased` has aborted: somebody else may be removing the account then.
 */
async function ensureAll(
  { store, schedules, controllers }: Parts,
  account: LinkedAccount,
  leased: AbortSignal,
) {
  const on24ClientId = account.on24_client_id
  leased.throwIfAborted()
  await controllers.ensure(on24ClientId)
  leased.throwIfAborted()
  const isNew = await schedules.ensure(on24ClientId, pauseOf(account))
  const needsRun = isNew || !isStarted(account) || account.cursor_at === null
  if (needsRun && (await schedules.readPause(on24ClientId)) === null) {
    leased.throwIfAborted()
    await schedules.trigger(on24ClientId)
  }
  await markStarted(store, on24ClientId, account.linked_at)
}

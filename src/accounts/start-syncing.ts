/** Starts what a stored link needs in Temporal. The link does not depend on it: a reconcile mends what is missing. */
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import { findLinkedAccount, markStarted } from '../store/accounts/accounts.ts'
import type { Service } from '../service.ts'
import { recordAudit } from '../store/audit.ts'
import { saveNextRuns } from '../store/accounts/next-runs.ts'
import type { Controllers } from '../temporal/controllers.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'
import { withAccountLife } from './account-life.ts'
import { type Account, pauseOf } from '../store/accounts/account.ts'

export interface SyncStarters {
  readonly controllers: Pick<Controllers, 'ensure'>
  readonly schedules: Pick<SyncSchedules, 'ensure' | 'readPause' | 'trigger' | 'mend' | 'nextRuns'>
  readonly logger: Logger
}

/** A customer waits for the answer, and Temporal's client tries again for a while before it fails. */
const LONGEST_WAIT_MS = 10_000
const LONGEST_START_MS = 60_000

/** Never rejects. */
export async function startSyncing(starters: Parts, on24ClientId: string): Promise<void> {
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

/**
 * Makes what is missing, also of a link that was started before; then it is logged and audited, for somebody has
 * ended or deleted it. Asks for a run as long as nothing was read.
 */
export async function ensureSyncing(parts: Parts, on24ClientId: string, signal: AbortSignal) {
  await withLinkedAccount(parts, on24ClientId, signal, (account, leased) =>
    ensureAll(parts, account, leased),
  )
}

/** The same, and a Schedule that somebody changed by hand is made what it is to be. */
export async function mendSyncing(parts: Parts, on24ClientId: string, signal: AbortSignal) {
  await withLinkedAccount(parts, on24ClientId, signal, async (account, leased) => {
    await ensureAll(parts, account, leased)
    const changed = await parts.schedules.mend(on24ClientId)
    if (changed.length === 0) return
    await tellMended(parts, on24ClientId, { action: 'scheduleMended', about: changed.join(', ') })
    await saveNextRuns(parts.store, on24ClientId, await parts.schedules.nextRuns(on24ClientId))
  })
}

/** What was made again or mended, as the audit trail says it. */
interface Mended {
  readonly action: 'controllerStarted' | 'scheduleMade' | 'scheduleMended'
  /** What of a Schedule was not as it should be. */
  readonly about: string | null
}

async function tellMended(
  { store, logger, now }: Parts,
  on24ClientId: string,
  { action, about }: Mended,
): Promise<void> {
  logger.warn({ on24ClientId, action, about }, 'What somebody changed in Temporal was mended')
  await recordAudit(store, {
    on24ClientId,
    at: now(),
    actor: 'service',
    action,
    about,
    result: 'ok',
    address: null,
  })
}

type Parts = SyncStarters & Pick<Service, 'store' | 'now'>
type LinkedAccount = Account & { readonly linkedAt: Date }

async function withLinkedAccount(
  { store }: Parts,
  on24ClientId: string,
  signal: AbortSignal,
  work: (account: LinkedAccount, leased: AbortSignal) => Promise<void>,
): Promise<void> {
  await withAccountLife(store, on24ClientId, signal, async (leased) => {
    const account = await findLinkedAccount(store, on24ClientId)
    if (account !== undefined) await work(account, leased)
  })
}

function isStarted({ linkedAt, startedLinkAt }: LinkedAccount): boolean {
  return startedLinkAt?.getTime() === linkedAt.getTime()
}

/**
 * What exists stays as it is; a Schedule that is gone is made as it was known, paused or not. A paused account is asked for no run: its resume asks for one. Starts nothing once
 * `leased` has aborted: somebody else may be removing the account then.
 */
async function ensureAll(parts: Parts, account: LinkedAccount, leased: AbortSignal): Promise<void> {
  const { store, schedules, controllers } = parts
  const on24ClientId = account.on24ClientId
  // At once: whatever fails afterwards, it is there the next time, and nobody would tell of it any more.
  const tellMade = async (action: Mended['action']) => {
    if (isStarted(account)) await tellMended(parts, on24ClientId, { action, about: null })
  }
  leased.throwIfAborted()
  if (await controllers.ensure(on24ClientId)) await tellMade('controllerStarted')
  leased.throwIfAborted()
  const isScheduleNew = await schedules.ensure(on24ClientId, pauseOf(account))
  if (isScheduleNew) await tellMade('scheduleMade')
  const needsRun = isScheduleNew || !isStarted(account) || account.cursorAt === null
  if (needsRun && (await schedules.readPause(on24ClientId)) === null) {
    leased.throwIfAborted()
    await schedules.trigger(on24ClientId)
  }
  await markStarted(store, on24ClientId, account.linkedAt)
  if (isScheduleNew) {
    await saveNextRuns(store, on24ClientId, await schedules.nextRuns(on24ClientId))
  }
}

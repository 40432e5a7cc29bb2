/**
 * Gives a linked account its controller and Schedule in Temporal: starts them after a link, restores missing ones, and
 * repairs a changed Schedule. The stored link does not depend on it: reconcile.ts comes back for whatever failed.
 */
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import { findLinkedAccount, markStarted } from '../store/accounts/accounts.ts'
import type { Service } from '../service.ts'
import { recordAudit } from '../store/audit.ts'
import { saveNextRuns } from '../store/accounts/next-runs.ts'
import { isSyncPending, requestSync } from '../store/accounts/sync-requests.ts'
import type { Controllers } from '../temporal/controllers.ts'
import { LONGEST_WAIT_MS } from '../temporal/in-time.ts'
import { WORDS_FIELD } from '../temporal/schedule-settings.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'
import { runLease } from '../store/leases/lease-names.ts'
import { isLeased } from '../store/leases/leases.ts'
import { withLifecycleLease } from './lifecycle-lease.ts'
import { type Account, pauseOf } from '../store/accounts/account.ts'

export interface SyncStarters {
  readonly controllers: Pick<Controllers, 'ensure'>
  readonly schedules: Pick<
    SyncSchedules,
    'ensure' | 'readPause' | 'trigger' | 'isRunning' | 'repair' | 'nextRuns'
  >
  readonly logger: Logger
}

const LONGEST_START_MS = 60_000

/** For the link page: waits at most 10 seconds while the syncs start in the background. Never rejects. */
export async function startSyncing(starters: Parts, on24ClientId: string): Promise<void> {
  const signal = AbortSignal.timeout(LONGEST_START_MS)
  const started = startLinkOnce(starters, on24ClientId, signal).catch((error: unknown) => {
    starters.logger.warn(
      { on24ClientId, ...errorFacts(error) },
      'The link is stored, but its syncs could not be started yet',
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
 * Creates the controller and Schedule of the latest link and triggers its first run: once per link, however many
 * processes try. Does nothing if the account is not linked, is being removed, or its link was started before.
 */
export async function startLinkOnce(parts: Parts, on24ClientId: string, signal: AbortSignal) {
  await withLinkedAccount(parts, on24ClientId, signal, async (account, leased) => {
    if (!isStarted(account)) await ensureAll(parts, account, leased)
  })
}

/**
 * Creates the controller or Schedule if it is missing. If the link was started before, someone has terminated or
 * deleted it in Temporal, so the repair is logged and audited. Triggers a run as long as nothing has been read and none
 * is at work.
 */
export async function ensureSyncing(parts: Parts, on24ClientId: string, signal: AbortSignal) {
  await withLinkedAccount(parts, on24ClientId, signal, (account, leased) =>
    ensureAll(parts, account, leased),
  )
}

/** Like `ensureSyncing`, and also undoes manual changes to the Schedule. */
export async function repairSyncing(parts: Parts, on24ClientId: string, signal: AbortSignal) {
  await withLinkedAccount(parts, on24ClientId, signal, async (account, leased) => {
    await ensureAll(parts, account, leased)
    const repaired = await parts.schedules.repair(on24ClientId)
    // The words follow the account's name, which operators change: nobody has changed the Schedule by hand.
    const changed = repaired.filter((field) => !field.endsWith(WORDS_FIELD))
    if (changed.length === 0) return
    await recordRepair(parts, on24ClientId, { action: 'scheduleMended', about: changed.join(', ') })
    await saveNextRuns(parts.store, on24ClientId, await parts.schedules.nextRuns(on24ClientId))
  })
}

/** As recorded in the audit trail. */
interface Repair {
  readonly action: 'controllerStarted' | 'scheduleMade' | 'scheduleMended'
  /** The fields of the Schedule that had been changed. */
  readonly about: string | null
}

async function recordRepair(
  { store, logger, now }: Parts,
  on24ClientId: string,
  { action, about }: Repair,
): Promise<void> {
  logger.warn({ on24ClientId, action, about }, 'A manual change in Temporal was repaired')
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
  await withLifecycleLease(store, on24ClientId, signal, async (leased) => {
    const account = await findLinkedAccount(store, on24ClientId)
    if (account !== undefined) await work(account, leased)
  })
}

function isStarted({ linkedAt, startedLinkAt }: LinkedAccount): boolean {
  return startedLinkAt?.getTime() === linkedAt.getTime()
}

/**
 * Leaves existing objects as they are; recreates a missing Schedule with the pause that the store knows. Triggers no
 * run of a paused account: its resume triggers one. Starts nothing once `leased` has aborted, because another process
 * may be removing the account by then.
 */
async function ensureAll(parts: Parts, account: LinkedAccount, leased: AbortSignal): Promise<void> {
  const { store, schedules, controllers } = parts
  const on24ClientId = account.on24ClientId
  // Recorded at once: if a later step fails, the next attempt finds the object present and would not record it.
  const recordCreated = async (action: Repair['action']) => {
    if (isStarted(account)) await recordRepair(parts, on24ClientId, { action, about: null })
  }
  leased.throwIfAborted()
  if (await controllers.ensure(on24ClientId)) await recordCreated('controllerStarted')
  leased.throwIfAborted()
  const isScheduleNew = await schedules.ensure(on24ClientId, pauseOf(account))
  if (isScheduleNew) await recordCreated('scheduleMade')
  if (
    (await isRunMissing(parts, account, isScheduleNew)) &&
    (await schedules.readPause(on24ClientId)) === null
  ) {
    leased.throwIfAborted()
    await requestSync(store, on24ClientId, () => schedules.trigger(on24ClientId))
  }
  await markStarted(store, on24ClientId, account.linkedAt)
  if (isScheduleNew) {
    await saveNextRuns(store, on24ClientId, await schedules.nextRuns(on24ClientId))
  }
}

/**
 * Whether the account still needs its first run, or the first one of a new Schedule. Another attempt may have triggered
 * it just now, or it may be at work: a second trigger would make a second run follow it.
 */
async function isRunMissing(
  { store, schedules }: Parts,
  account: LinkedAccount,
  isScheduleNew: boolean,
): Promise<boolean> {
  // A new Schedule does not know of the run that a deleted one has started.
  if (isScheduleNew) return !(await isLeased(store, runLease(account.on24ClientId)))
  if (isStarted(account) && account.cursorAt !== null) return false
  if (await isSyncPending(store, account.on24ClientId)) return false
  // A run that was open before a relink may end with the error that the relink has mended.
  return !isStarted(account) || !(await schedules.isRunning(account.on24ClientId))
}

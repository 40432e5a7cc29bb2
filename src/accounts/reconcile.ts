/**
 * Repairs what a crash or an outage of Temporal left between the store and Temporal: links that are stored but not
 * started, and removals that have begun but not finished. Any number of processes may do so at once.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pMap from 'p-map'
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import { accountsToStart, linkedAccounts } from '../store/accounts/accounts.ts'
import { tryWithLease } from '../store/leases/hold-lease.ts'
import {
  COMPARING_LEASE,
  comparedLease,
  comparingAtStartLease,
} from '../store/leases/lease-names.ts'
import { isLeased, takeLease } from '../store/leases/leases.ts'
import { accountsToRemove } from '../store/accounts/removals.ts'
import { checkController } from './check-controller.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'
import { type RemovalParts, finishRemoval } from './remove-account.ts'
import { repairSyncing, startLinkOnce } from './ensure-schedule-and-controller.ts'

const LONGEST_PER_ACCOUNT_MS = 120_000
const TRY_AGAIN_MS = 60_000
/** Accounts that are reconciled concurrently. */
const AT_ONCE = { concurrency: 8 }

/** A process that starts within this time after a complete comparison makes none itself. */
const COMPARED_FOR_MS = 10 * 60_000

type Parts = RemovalParts & {
  readonly logger: Logger
  readonly schedules: Pick<SyncSchedules, 'definition'>
}

/**
 * When processes start: one of those that start together reconciles every account, and at each repetition those that
 * failed before. The others take over if it ends meanwhile.
 */
export function reconcileAtStart(parts: Parts) {
  const { store } = parts
  const { definition } = parts.schedules
  /** Undefined until this process knows that the accounts were compared. */
  let left: readonly string[] | undefined
  const compareAll = async (signal: AbortSignal) => {
    // Another process may have ended its comparison just now.
    if (await isLeased(store, comparedLease(definition))) return []
    const failed = await reconcileAccounts(parts, { signal })
    if (failed.length > 0 || signal.aborted) return failed
    await takeLease(store, comparedLease(definition), randomUUID(), COMPARED_FOR_MS)
    return failed
  }
  return async (stopped: AbortSignal) => {
    if (left !== undefined) {
      left = await reconcileAccounts(parts, { only: left, signal: stopped })
      return
    }
    const lease = { name: comparingAtStartLease(definition), signal: stopped }
    left = (await tryWithLease(store, lease, compareAll))?.result
  }
}

/** Once a day, in one of all processes: reconciles every account, and retries failed ones until none is left. */
export function reconcileDaily(parts: Parts, process: string, everyMs: number) {
  return async (stopped: AbortSignal) => {
    if (!(await takeLease(parts.store, COMPARING_LEASE, process, everyMs / 2))) return
    let left = await reconcileAccounts(parts, { signal: stopped })
    while (left.length > 0 && !stopped.aborted) {
      await sleep(TRY_AGAIN_MS, undefined, { signal: stopped })
      left = await reconcileAccounts(parts, { only: left, signal: stopped })
    }
  }
}

interface Pass {
  /** ON24 client ids. Left out: every unfinished removal and every linked account. */
  readonly only?: readonly string[] | undefined
  readonly signal?: AbortSignal
}

/** Checks each account whether or not it was started before. Logs and returns those that could not be repaired. */
export async function reconcileAccounts(
  parts: Parts,
  { only, signal = NEVER }: Pass = {},
): Promise<string[]> {
  if (only === undefined) await finishRemovals(parts, signal)
  const failed: string[] = []
  const ids = only ?? (await linkedAccounts(parts.store))
  const reconcileOne = async (id: string) => {
    const repairAndCheck = async (limit: AbortSignal) => {
      await repairSyncing(parts, id, limit)
      await checkController(parts, id)
    }
    const words = 'The account could not be reconciled yet'
    const isRepaired = await attempt(parts, id, signal, repairAndCheck, words)
    if (!isRepaired) failed.push(id)
  }
  await pMap(ids, reconcileOne, AT_ONCE)
  return failed
}

/**
 * While the service runs: two queries of the store, and nothing else if nothing is due. A failure is logged, retried
 * by the next call, and holds up no other account.
 */
export async function reconcileDue(parts: Parts, signal: AbortSignal): Promise<void> {
  await finishRemovals(parts, signal)
  const startOne = (id: string) => {
    const start = (limit: AbortSignal) => startLinkOnce(parts, id, limit)
    return attempt(parts, id, signal, start, 'The link could not be started yet')
  }
  await pMap(await accountsToStart(parts.store), startOne, AT_ONCE)
}

const NEVER = new AbortController().signal

async function finishRemovals(parts: Parts, signal: AbortSignal): Promise<void> {
  const finishOne = (id: string) => {
    const finish = (limit: AbortSignal) => finishRemoval(parts, id, limit)
    return attempt(parts, id, signal, finish, 'The removal could not be finished yet')
  }
  await pMap(await accountsToRemove(parts.store), finishOne, AT_ONCE)
}

async function attempt(
  { logger }: Parts,
  on24ClientId: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
  words: string,
): Promise<boolean> {
  if (signal.aborted) return false
  try {
    await work(AbortSignal.any([signal, AbortSignal.timeout(LONGEST_PER_ACCOUNT_MS)]))
    return true
  } catch (error) {
    if (!signal.aborted) logger.warn({ on24ClientId, ...errorFacts(error) }, words)
    return false
  }
}

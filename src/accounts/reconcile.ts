/**
 * Mends what a crash, or a Temporal that was away, left between the store and Temporal: links that were stored
 * but not started, and removals that were begun but not finished. Any number of processes may do so at once.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pMap from 'p-map'
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import { accountsToStart, linkedAccounts } from '../store/accounts/accounts.ts'
import { COMPARING_LEASE } from '../store/leases/lease-names.ts'
import { takeLease } from '../store/leases/leases.ts'
import { accountsToRemove } from '../store/accounts/removals.ts'
import { checkController } from './check-controller.ts'
import { type RemovalParts, finishRemoval } from './remove-account.ts'
import { mendSyncing, startLink } from './start-syncing.ts'

const LONGEST_PER_ACCOUNT_MS = 120_000
const TRY_AGAIN_MS = 60_000
/** Accounts that are looked after side by side. */
const AT_ONCE = { concurrency: 8 }

type Parts = RemovalParts & { readonly logger: Logger }

/** From a start on: looks after every account at once, and again after those that could not be mended then. */
export function reconcileAllUntilDone(parts: Parts) {
  let left: readonly string[] | undefined
  return async (stopped: AbortSignal) => {
    left = await reconcileAccounts(parts, { only: left, signal: stopped })
  }
}

/**
 * Looks after every account, by one of all processes, until none is left that could not be mended. At a start every
 * process does so for itself.
 */
export function reconcileAllDaily(parts: Parts, process: string, everyMs: number) {
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
  /** ON24 client ids; left out: removals that were begun, and every linked account. */
  readonly only?: readonly string[] | undefined
  readonly signal?: AbortSignal
}

/** Looks after accounts, whatever was noted of them. Returns those that could not be mended, which are logged. */
export async function reconcileAccounts(
  parts: Parts,
  { only, signal = NEVER }: Pass = {},
): Promise<string[]> {
  if (only === undefined) await finishRemovals(parts, signal)
  const failed: string[] = []
  const ids = only ?? (await linkedAccounts(parts.store))
  const lookAfterOne = async (id: string) => {
    const lookAfter = async (limit: AbortSignal) => {
      await mendSyncing(parts, id, limit)
      await checkController(parts, id)
    }
    const isMended = await mend(parts, id, signal, lookAfter, 'The account is not looked after yet')
    if (!isMended) failed.push(id)
  }
  await pMap(ids, lookAfterOne, AT_ONCE)
  return failed
}

/**
 * While the service runs: two questions to the store, and nothing more when there is nothing to do. What cannot
 * be mended now is logged and left to the next time, and keeps no other account waiting.
 */
export async function reconcileWhatIsDue(parts: Parts, signal: AbortSignal): Promise<void> {
  await finishRemovals(parts, signal)
  const startOne = (id: string) => {
    const start = (limit: AbortSignal) => startLink(parts, id, limit)
    return mend(parts, id, signal, start, 'The link is not started yet')
  }
  await pMap(await accountsToStart(parts.store), startOne, AT_ONCE)
}

const NEVER = new AbortController().signal

async function finishRemovals(parts: Parts, signal: AbortSignal): Promise<void> {
  const finishOne = (id: string) => {
    const finish = (limit: AbortSignal) => finishRemoval(parts, id, limit)
    return mend(parts, id, signal, finish, 'The removal is not finished yet')
  }
  await pMap(await accountsToRemove(parts.store), finishOne, AT_ONCE)
}

async function mend(
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

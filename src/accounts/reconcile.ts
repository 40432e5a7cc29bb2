/**
 * Mends what a crash, or a Temporal that was away, left between the store and Temporal: links that were stored
 * but not started, and removals that were begun but not finished. Any number of processes may do so at once.
 */
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import { accountsToStart, linkedAccounts } from '../store/accounts.ts'
import { accountsToClose } from '../store/closing-accounts.ts'
import { type ClosingParts, finishClosing } from './close-account.ts'
import { ensureSyncing, startLink } from './start-syncing.ts'

const LONGEST_PER_ACCOUNT_MS = 120_000

type Parts = ClosingParts & { readonly logger: Logger }

/** At a start: looks after every account, whatever was noted. Throws when a link could not be looked after. */
export async function reconcileAccounts(parts: Parts): Promise<void> {
  await finishRemovals(parts, NEVER)
  for (const id of await linkedAccounts(parts.store)) {
    await ensureSyncing(parts, id, AbortSignal.timeout(LONGEST_PER_ACCOUNT_MS))
  }
}

/**
 * While the service runs: two questions to the store, and nothing more when there is nothing to do. What cannot
 * be mended now is logged and left to the next time, and keeps no other account waiting.
 */
export async function reconcileWhatIsDue(parts: Parts, signal: AbortSignal): Promise<void> {
  await finishRemovals(parts, signal)
  for (const id of await accountsToStart(parts.store)) {
    const start = (limit: AbortSignal) => startLink(parts, id, limit)
    await mend(parts, id, signal, start, 'The link is not started yet')
  }
}

const NEVER = new AbortController().signal

async function finishRemovals(parts: Parts, signal: AbortSignal): Promise<void> {
  for (const id of await accountsToClose(parts.store)) {
    const finish = (limit: AbortSignal) => finishClosing(parts, id, limit)
    await mend(parts, id, signal, finish, 'The removal is not finished yet')
  }
}

async function mend(
  { logger }: Parts,
  on24ClientId: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
  words: string,
): Promise<void> {
  try {
    await work(AbortSignal.any([signal, AbortSignal.timeout(LONGEST_PER_ACCOUNT_MS)]))
  } catch (error) {
    if (signal.aborted) return
    logger.warn({ on24ClientId, ...errorFacts(error) }, words)
  }
}

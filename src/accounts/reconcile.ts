/**
 * Mends what a crash, or a Temporal that was away, left between the store and Temporal: links that were stored
 * but not started, and removals that were begun but not finished. Any number of processes may do so at once.
 */
import type { Logger } from '../observability/logger.ts'
import { accountsToStart, linkedAccounts } from '../store/accounts.ts'
import { accountsToClose } from '../store/closing-accounts.ts'
import { type ClosingParts, finishClosing } from './close-account.ts'
import { ensureSyncing, startLink } from './start-syncing.ts'

const LONGEST_PER_ACCOUNT_MS = 120_000

/** At a start: looks after every account, whatever was noted. Throws when one could not be mended. */
export async function reconcileAccounts(parts: ClosingParts): Promise<void> {
  const { store } = parts
  for (const id of await accountsToClose(store)) {
    await finishClosing(parts, id, AbortSignal.timeout(LONGEST_PER_ACCOUNT_MS))
  }
  for (const id of await linkedAccounts(store)) {
    await ensureSyncing(parts, id, AbortSignal.timeout(LONGEST_PER_ACCOUNT_MS))
  }
}

/**
 * While the service runs: two questions to the store, and nothing more when there is nothing to do. What cannot
 * be mended now is logged and left to the next time, and keeps no other account waiting.
 */
export async function reconcileWhatIsDue(
  parts: ClosingParts & { readonly logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  const { store, logger } = parts
  const mend = async (
    on24ClientId: string,
    work: (signal: AbortSignal) => Promise<void>,
    words: string,
  ) => {
    try {
      await work(AbortSignal.any([signal, AbortSignal.timeout(LONGEST_PER_ACCOUNT_MS)]))
    } catch (error) {
      if (signal.aborted) return
      const kind = error instanceof Error ? error.name : typeof error
      logger.warn({ on24ClientId, kind }, words)
    }
  }
  for (const id of await accountsToClose(store)) {
    await mend(id, (limit) => finishClosing(parts, id, limit), 'The removal is not finished yet')
  }
  for (const id of await accountsToStart(store)) {
    await mend(id, (limit) => startLink(parts, id, limit), 'The link is not started yet')
  }
}

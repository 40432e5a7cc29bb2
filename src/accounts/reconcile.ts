/**
 * Mends what a crash, or a Temporal that was away, left between the store and Temporal: links that were stored
 * but not started, and removals that were begun but not finished. Any number of processes may do so at once.
 */
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import { type PeriodicWork, startPeriodicWork } from '../periodic-work.ts'
import { sideBySide } from '../side-by-side.ts'
import { accountsToStart, linkedAccounts } from '../store/accounts.ts'
import { accountsToClose } from '../store/closing-accounts.ts'
import { checkController } from './check-controller.ts'
import { type ClosingParts, finishClosing } from './close-account.ts'
import { mendSyncing, startLink } from './start-syncing.ts'

const LONGEST_PER_ACCOUNT_MS = 120_000
const TRY_AGAIN_MS = 60_000

type Parts = ClosingParts & { readonly logger: Logger }

/** From a start on: looks after every account at once, and again after those that could not be mended then. */
export function startReconcilingAccounts(parts: Parts, tryAgainMs = TRY_AGAIN_MS): PeriodicWork {
  let left: readonly string[] | undefined
  const reconcile = async (stopped: AbortSignal) => {
    left = await reconcileAccounts(parts, { only: left, signal: stopped })
  }
  return startPeriodicWork(reconcile, {
    everyMs: tryAgainMs,
    firstAfterMs: 0,
    logger: parts.logger,
    whenItFails: 'The store cannot be asked which accounts there are',
  })
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
  await sideBySide(only ?? (await linkedAccounts(parts.store)), signal, async (id) => {
    const lookAfter = async (limit: AbortSignal) => {
      await mendSyncing(parts, id, limit)
      await checkController(parts, id)
    }
    const isMended = await mend(parts, id, signal, lookAfter, 'The account is not looked after yet')
    if (!isMended) failed.push(id)
  })
  return failed
}

/**
 * While the service runs: two questions to the store, and nothing more when there is nothing to do. What cannot
 * be mended now is logged and left to the next time, and keeps no other account waiting.
 */
export async function reconcileWhatIsDue(parts: Parts, signal: AbortSignal): Promise<void> {
  await finishRemovals(parts, signal)
  await sideBySide(await accountsToStart(parts.store), signal, async (id) => {
    const start = (limit: AbortSignal) => startLink(parts, id, limit)
    await mend(parts, id, signal, start, 'The link is not started yet')
  })
}

const NEVER = new AbortController().signal

async function finishRemovals(parts: Parts, signal: AbortSignal): Promise<void> {
  await sideBySide(await accountsToClose(parts.store), signal, async (id) => {
    const finish = (limit: AbortSignal) => finishClosing(parts, id, limit)
    await mend(parts, id, signal, finish, 'The removal is not finished yet')
  })
}

async function mend(
  { logger }: Parts,
  on24ClientId: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
  words: string,
): Promise<boolean> {
  try {
    await work(AbortSignal.any([signal, AbortSignal.timeout(LONGEST_PER_ACCOUNT_MS)]))
    return true
  } catch (error) {
    if (!signal.aborted) logger.warn({ on24ClientId, ...errorFacts(error) }, words)
    return false
  }
}

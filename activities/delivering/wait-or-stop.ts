/** The error of one list may concern all lists: then all of them wait, or the account's deliveries stop. */
import { ActOnAccessRefused, ActOnUnavailable } from '../../src/act-on/errors.ts'
import { ActOnTooManySignIns } from '../../src/act-on/tokens/token-errors.ts'
import { limitUsedUp, REFUSED_BY_ACT_ON } from '../../src/contracts/quota-words.ts'
import { SIGNALS } from '../../src/contracts/temporal-names.ts'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import { DayBudgetUsed, DayShareUsed } from '../../src/store/paces/day-budget.ts'
import { errorFacts } from '../../src/observability/error-facts.ts'
import { isOwnFault } from '../../src/observability/own-fault.ts'
import { blockForQuota, saveNextProbe } from '../../src/store/accounts/account-state.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { stopCallingActOn } from '../../src/store/troubles/run-troubles.ts'
import type { Service } from '../../src/service.ts'
import type { RateLimitPatience } from './rate-limit-patience.ts'
import { isTemporalAway } from '../../src/temporal/temporal-away.ts'
import { inTransaction } from '../../src/store/database.ts'
import { type Account, needsRelink } from '../../src/store/accounts/account.ts'

/** No usable answer, or a fault of our own: other lists are still tried. */
export function concernsOneList(error: unknown): error is Error {
  return error instanceof ActOnUnavailable || isOwnFault(error) || isPlainError(error)
}

/** An inconsistency, such as a broken seal. If the database is down, the next step shows it. */
function isPlainError(error: unknown): boolean {
  const { kind, code } = errorFacts(error)
  return kind === 'Error' && code === null
}

/**
 * Books errors that make all lists wait or stop the account's deliveries. They are not failures of the activity: the
 * store then says what may continue. Rethrows any other error.
 */
export async function waitOrStop(
  context: Service,
  run: RunReference,
  patience: RateLimitPatience,
  error: unknown,
): Promise<void> {
  const { store, vendors, timing, config, now } = context
  // Six-hourly runs continue; a backfill does once the last 24 hours have room for it again.
  if (error instanceof DayShareUsed) return
  const { on24ClientId } = run
  const account = await getAccount(store, on24ClientId)
  if (error instanceof ActOnAccessRefused && needsRelink(account)) return
  const waitMs = patience.waitMs(error)
  if (waitMs !== null) return vendors.actOnPace(account).holdBack(waitMs)
  const at = now()
  if (patience.isUsedUp(error) || error instanceof DayBudgetUsed) {
    const reason =
      error instanceof DayBudgetUsed
        ? limitUsedUp({
            perDay: account.actOnCallsPerDay ?? config.actOn.callsPerDay,
            isOwn: account.actOnCallsPerDay !== null,
            isShared: config.actOn.limitScope === 'client',
          })
        : REFUSED_BY_ACT_ON
    await blockForQuota(store, on24ClientId, { reason, at })
    await saveNextProbe(store, on24ClientId, inSeconds(at, timing.quotaProbeSeconds))
    return tellController(context, run, account)
  }
  if (!(error instanceof ActOnTooManySignIns)) throw error
  const seconds = (error.retryAfterMs ?? 0) / 1000
  await inTransaction(store, async (tx) => {
    await stopCallingActOn(tx, run, { kind: 'signInsUsedUp', detail: '', at })
    await saveNextProbe(tx, on24ClientId, inSeconds(at, seconds))
  })
  await tellController(context, run, account)
}

/**
 * The controller probes Act-On once it knows that the account waits. The end of a six-hourly run tells it; a backfill or
 * a comparison stays open meanwhile. While Temporal is away, the end of the next run does.
 */
async function tellController(
  { controllers, logger, now }: Service,
  { on24ClientId, kind }: RunReference,
  before: Account,
): Promise<void> {
  const isProbePlanned = before.nextProbeAt !== null && before.nextProbeAt > now()
  if (kind === 'sync' || isProbePlanned) return
  try {
    await controllers.signal(on24ClientId, SIGNALS.followSchedule)
  } catch (error) {
    if (!isTemporalAway(error)) throw error
    const words = 'The controller could not be told that the account waits for Act-On'
    logger.warn({ on24ClientId, ...errorFacts(error) }, words)
  }
}

function inSeconds(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000)
}

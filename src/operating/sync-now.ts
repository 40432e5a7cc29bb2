/** Starts a run now, or after the current one. If the account waits for Act-On's quota, checks that first. */
import { getAccount } from '../store/accounts/accounts.ts'
import { requestSync, isSyncPending } from '../store/accounts/sync-requests.ts'
import { type ActOnCheck, type CheckActOnParts, checkActOn } from './check-act-on.ts'
import { followSchedule, isPausedInStore } from './follow-schedule.ts'
import { done, type OperatingParts, type Outcome, refused, unchanged } from './outcome.ts'

const CHECK_TIMEOUT_MS = 20_000

export async function syncNow(
  parts: OperatingParts & CheckActOnParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const { store, schedules } = parts
  await followSchedule(parts, on24ClientId, signal)
  if (await isPausedInStore(parts, on24ClientId)) {
    return refused('The account is paused. Send resume instead: it also starts a run.')
  }
  const isToCome = await isSyncPending(store, on24ClientId)
  const trigger = () => requestSync(store, on24ClientId, () => schedules.trigger(on24ClientId))
  const { quotaSince } = await getAccount(store, on24ClientId)
  if (quotaSince !== null) {
    const check = await tryCheck(parts, on24ClientId)
    if (check?.isRunStarted !== true && !isToCome) await trigger()
    return done(check === null ? NOT_CHECKED : wordsOf(check))
  }
  if (isToCome) return unchanged(ONE_FOR_BOTH)
  await trigger()
  return done('A run starts now, or after the current one.')
}

const ONE_FOR_BOTH = 'The run requested just before has not begun yet: it serves both requests.'
const NOT_CHECKED = 'Act-On could not be reached to check its quota: a run starts anyway.'

function wordsOf({ goesOn }: ActOnCheck): string {
  return goesOn
    ? 'Act-On accepts calls again: a run that delivers starts now.'
    : 'Act-On still accepts no calls: a run that only reads ON24 starts now.'
}

/** Null if the check fails: a run can still read ON24. */
async function tryCheck(parts: CheckActOnParts, on24ClientId: string): Promise<ActOnCheck | null> {
  try {
    return await checkActOn(parts, on24ClientId, AbortSignal.timeout(CHECK_TIMEOUT_MS))
  } catch {
    return null
  }
}

/** A run out of turn: at once, or after the one under way. While Act-On takes no calls it is asked first. */
import { getAccount } from '../store/accounts/accounts.ts'
import { requestSync, isSyncPending } from '../store/accounts/sync-requests.ts'
import { type AskedActOn, type AskingParts, askActOn } from './ask-act-on.ts'
import { followSchedule, isPausedInStore } from './follow-schedule.ts'
import { done, type OperatingParts, type Outcome, refused, unchanged } from './outcome.ts'

const LONGEST_ASK_MS = 20_000

export async function syncNow(
  parts: OperatingParts & AskingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const { store, schedules } = parts
  await followSchedule(parts, on24ClientId, signal)
  if (await isPausedInStore(parts, on24ClientId)) {
    return refused('The account is paused. Send resume instead: it starts a run, too.')
  }
  const isToCome = await isSyncPending(store, on24ClientId)
  const trigger = () => requestSync(store, on24ClientId, () => schedules.trigger(on24ClientId))
  const { quotaSince } = await getAccount(store, on24ClientId)
  if (quotaSince !== null) {
    const asked = await askOrNull(parts, on24ClientId)
    if (asked?.isRunStarted !== true && !isToCome) await trigger()
    return done(asked === null ? NOT_ASKED : wordsOf(asked))
  }
  if (isToCome) return unchanged(ONE_FOR_BOTH)
  await trigger()
  return done('A run starts now, or after the one under way.')
}

const ONE_FOR_BOTH = 'The run that was asked for just before has not begun yet: it does for both.'
const NOT_ASKED = 'Act-On could not be asked: a run starts now all the same.'

function wordsOf({ goesOn }: AskedActOn): string {
  return goesOn
    ? 'Act-On takes calls again: a run that delivers starts now.'
    : 'Act-On still takes no calls: a run starts now that only reads ON24.'
}

/** ON24 is read all the same when Act-On cannot be asked: null then. */
async function askOrNull(parts: AskingParts, on24ClientId: string): Promise<AskedActOn | null> {
  try {
    return await askActOn(parts, on24ClientId, AbortSignal.timeout(LONGEST_ASK_MS))
  } catch {
    return null
  }
}

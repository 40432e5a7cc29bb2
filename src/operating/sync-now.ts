/** A run out of turn: at once, or after the one under way. While Act-On takes no calls it is asked first. */
import { getAccount } from '../store/accounts.ts'
import { type AskedActOn, type AskingParts, askActOn } from './ask-act-on.ts'
import { followSchedule, isPaused } from './follow-schedule.ts'
import { done, type OperatingParts, type Outcome, refused } from './operating.ts'

const LONGEST_ASK_MS = 20_000

export async function syncNow(
  parts: OperatingParts & AskingParts,
  on24ClientId: string,
): Promise<Outcome> {
  await followSchedule(parts, on24ClientId)
  if (await isPaused(parts, on24ClientId)) {
    return refused('The account is paused. Send resume instead: it starts a run, too.')
  }
  const { quota_since: quotaSince } = await getAccount(parts.store, on24ClientId)
  if (quotaSince !== null) {
    const asked = await askOrNull(parts, on24ClientId)
    if (asked?.isRunStarted !== true) await parts.schedules.trigger(on24ClientId)
    if (asked === null) return done('Act-On could not be asked: a run starts now all the same.')
    return asked.goesOn
      ? done('Act-On takes calls again: a run that delivers starts now.')
      : done('Act-On still takes no calls: a run starts now that only reads ON24.')
  }
  await parts.schedules.trigger(on24ClientId)
  return done('A run starts now, or after the one under way.')
}

/** ON24 is read all the same when Act-On cannot be asked: null then. */
async function askOrNull(parts: AskingParts, on24ClientId: string): Promise<AskedActOn | null> {
  try {
    return await askActOn(parts, on24ClientId, AbortSignal.timeout(LONGEST_ASK_MS))
  } catch {
    return null
  }
}

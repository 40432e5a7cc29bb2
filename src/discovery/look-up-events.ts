/** Looks up events by id whose current state no list shows. */
import type { Webinar } from '../contracts/webinar.ts'
import type { On24Client } from '../on24/client.ts'
import {
  On24EventUnavailable,
  On24PermissionDenied,
  On24RequestRefused,
  On24Unavailable,
  On24UnexpectedResponse,
} from '../on24/errors.ts'
import type { Store } from '../store/database.ts'
import {
  addDueLookUps,
  addFailedLookUp,
  endLookUp,
  type Unavailable,
} from '../store/webinars/look-ups.ts'
import { countOutage } from '../store/runs/runs.ts'
import { countAnswers } from '../store/webinars/scans.ts'
import { MAX_OUTAGES } from './discovery-failure.ts'

export interface LookUps {
  readonly store: Store
  readonly on24: On24Client
  readonly on24ClientId: string
  readonly runKey: string
  readonly contentTypes: readonly string[]
  readonly signal: AbortSignal
  readonly now: () => Date
}

/** Up to this many unanswered look-ups count as failures of single events; more are an outage. */
const MAX_SINGLE_OUTAGES = 3
/** One look-up a run, for two days of runs. */
const MAX_FAILED_LOOK_UPS = 8

/**
 * If ON24 cannot return an event, the remaining events are still looked up. The failed one is looked up again by
 * another attempt, and after some attempts by the next run.
 */
export async function lookUpEvents(lookUps: LookUps): Promise<void> {
  const { store, on24ClientId, runKey, contentTypes, now } = lookUps
  const away: On24Unavailable[] = []
  for (const eventId of await addDueLookUps(store, on24ClientId, contentTypes, now())) {
    if (away.length > MAX_SINGLE_OUTAGES) break
    try {
      const answer = await lookUp(lookUps, eventId)
      await endLookUp(store, on24ClientId, eventId, answer, now())
    } catch (error) {
      if (error instanceof On24Unavailable) away.push(error)
      else if (!(await concernsOneEvent(lookUps, error))) throw error
      else if ((await addFailedLookUp(store, on24ClientId, eventId)) >= MAX_FAILED_LOOK_UPS) {
        // From now on it is looked up more and more rarely, like an unavailable one.
        await endLookUp(store, on24ClientId, eventId, 'inactive', now())
      }
    }
  }
  const [failure] = away
  if (failure !== undefined && (await countOutage(store, runKey)) < MAX_OUTAGES) throw failure
}

/** If ON24 has answered other questions, a missing permission does not concern the whole account. */
async function concernsOneEvent({ store, runKey }: LookUps, error: unknown): Promise<boolean> {
  if (error instanceof On24UnexpectedResponse || error instanceof On24RequestRefused) return true
  return error instanceof On24PermissionDenied && (await countAnswers(store, runKey)) > 0
}

/** An event of another client is stored as one that is not read, so that it is not looked up again. */
async function lookUp(
  { on24, on24ClientId, signal }: LookUps,
  eventId: string,
): Promise<Webinar | Unavailable> {
  try {
    const event = await on24.readEvent(eventId, { signal })
    const isOurs = event.on24ClientId === on24ClientId
    return { ...event, eventId, ...(!isOurs && { isActive: false, contentType: 'otherClient' }) }
  } catch (error) {
    if (error instanceof On24EventUnavailable) return error.reason
    throw error
  }
}

/** Finds the webinars of a backfill's range and puts them on its run's list, piece by piece. */
import type { BackfillRange } from '../contracts/operating.ts'
import type { Webinar } from '../contracts/webinar.ts'
import type { On24Client } from '../on24/client.ts'
import { cutRange, type DayRange, pacificDayOf, parsePacificDay } from '../on24/pacific-days.ts'
import { addBackfillWebinars } from '../store/backfills.ts'
import type { Store } from '../store/database.ts'
import { saveAnswered } from '../store/runs.ts'
import { saveWebinars } from '../store/webinars.ts'

export interface BackfillToPlan {
  readonly store: Store
  readonly on24: On24Client
  readonly on24ClientId: string
  readonly runKey: string
  readonly range: BackfillRange
  readonly dryRun: boolean
  readonly contentTypes: readonly string[]
  readonly signal: AbortSignal
  readonly now: () => Date
}

/** A webinar counts by its start, and one that ON24 gives none for by the day from which it is open. */
const MODES = ['livestart', 'goodafter'] as const

/**
 * Asks for events by start and by opening over pieces that ON24 accepts. Each answer is stored before the next
 * question; `answered` of them were stored before, by an attempt that ended early.
 */
export async function planBackfill(plan: BackfillToPlan, answered: number): Promise<void> {
  const { store, on24, runKey, signal } = plan
  const days = { from: parsePacificDay(plan.range.from), to: parsePacificDay(plan.range.to) }
  const questions = cutRange(days).flatMap((piece) => MODES.map((mode) => ({ ...piece, mode })))
  for (const [index, question] of questions.entries()) {
    if (index < answered) continue
    const events = await on24.listEvents(question, { signal })
    const inRange = events.filter((event) => isWithin(event, days))
    await store.transaction().execute(async (tx) => {
      await saveAnswer(tx, plan, inRange)
      await saveAnswered(tx, runKey, index + 1)
    })
  }
}

async function saveAnswer(
  store: Store,
  { on24ClientId, runKey, dryRun, contentTypes, now }: BackfillToPlan,
  events: readonly Webinar[],
): Promise<void> {
  if (!dryRun) await saveWebinars(store, on24ClientId, events, now(), { onlyByBackfill: true })
  const eventIds = events
    .filter((event) => contentTypes.includes(event.contentType))
    .filter((event) => !event.isTestEvent && event.isActive)
    .map((event) => event.eventId)
  await addBackfillWebinars(store, runKey, on24ClientId, eventIds)
}

function isWithin({ liveStart, goodAfter }: Webinar, { from, to }: DayRange): boolean {
  const start = liveStart ?? goodAfter
  if (start === null) return false
  const day = pacificDayOf(new Date(start))
  return day >= from && day <= to
}

/** Finds the webinars in a backfill's range and adds them to its run's work list, page by page. */
import type { BackfillRange } from '../contracts/operations.ts'
import type { Scan } from '../contracts/scan.ts'
import type { Webinar } from '../contracts/webinar.ts'
import type { On24Client } from '../on24/client.ts'
import { cutRange, type DayRange, pacificDayOf, parsePacificDay } from '../on24/pacific-days.ts'
import { addBackfillWebinars } from '../store/runs/backfills.ts'
import type { Store } from '../store/database.ts'
import { endScans, keepScan, readScans } from '../store/webinars/scans.ts'
import { dropLookUps } from '../store/webinars/look-ups.ts'
import { saveWebinars } from '../store/webinars/discovered-webinars.ts'

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

/** A webinar is in the range by its start, or by the day it opens if ON24 has no start for it. */
const MODES = ['livestart', 'goodafter'] as const

/**
 * Asks for events by start and by opening day, over ranges of a length that ON24 accepts. Each page is stored as soon
 * as it is read; pages that an earlier attempt has stored are not requested again.
 */
export async function planBackfill(plan: BackfillToPlan): Promise<void> {
  const { store, on24, runKey, signal, now } = plan
  const days = { from: parsePacificDay(plan.range.from), to: parsePacificDay(plan.range.to) }
  const questions = cutRange(days).flatMap((piece) => MODES.map((mode) => ({ ...piece, mode })))
  const soFar = await readScans(store, runKey)
  for (const { mode, from, to } of questions) {
    const question = `${mode} ${from}..${to}`
    await keepScan(
      store,
      { runKey, question },
      {
        soFar,
        list: (scan: Scan<Webinar>) => on24.listEvents({ mode, from, to }, scan, { signal }),
        save: (tx, events) =>
          saveAnswer(
            tx,
            plan,
            events.filter((event) => isWithin(event, days)),
          ),
      },
    )
    await endScans(store, runKey, [question], now())
  }
}

async function saveAnswer(
  store: Store,
  { on24ClientId, runKey, dryRun, contentTypes, now }: BackfillToPlan,
  events: readonly Webinar[],
): Promise<void> {
  if (!dryRun) {
    await saveWebinars(store, on24ClientId, events, now(), { onlyByBackfill: true })
    const found = events.map(({ eventId }) => eventId)
    await dropLookUps(store, on24ClientId, found, now())
  }
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

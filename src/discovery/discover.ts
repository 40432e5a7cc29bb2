/**
 * Finds the webinars of an account that had activity. Account-level calls are used only for this and for its time:
 * people are read at event level afterwards, because account-level lists contain values that are a day old.
 */
import pLimit, { type LimitFunction } from 'p-limit'
import type { PersonStamp } from '../contracts/people.ts'
import type { Scan } from '../contracts/scan.ts'
import type { Webinar } from '../contracts/webinar.ts'
import type { On24Client } from '../on24/client.ts'
import { activityTimeIn } from '../on24/activity-time.ts'
import { type DayRange, pacificDayOf, plusDays } from '../on24/pacific-days.ts'
import type { Store } from '../store/database.ts'
import { dropLookUps, noteNamedEvents } from '../store/webinars/look-ups.ts'
import {
  countAnswers,
  endScans,
  keepScan,
  readScans,
  type ScansSoFar,
} from '../store/webinars/scans.ts'
import { countOutage, markDiscovered } from '../store/runs/runs.ts'
import { noteActivity, saveWebinars } from '../store/webinars/discovered-webinars.ts'
import { type DiscoverySoFar, mayContinueAfter } from './discovery-failure.ts'
import { lookUpEvents } from './look-up-events.ts'

export interface Discovery {
  readonly store: Store
  readonly on24: On24Client
  readonly on24ClientId: string
  readonly runKey: string
  /** Ranges are computed from it and not from the current time, so that a later attempt asks the same questions. */
  readonly startedAt: Date
  /** The account's cursor, or, until a run has succeeded, when the first one began. */
  readonly since: Date
  /** No run has succeeded yet: events of the 90 days before `since` are found, too. */
  readonly isFirst: boolean
  /** Something failed before: one question is asked first, and the others only if it is answered. */
  readonly mayBeRefused: boolean
  readonly lookbackHours: number
  readonly contentTypes: readonly string[]
  readonly signal: AbortSignal
  readonly now: () => Date
}

const HOUR_MS = 60 * 60 * 1000
const FIRST_LOOK_DAYS = 90

/**
 * Asks ON24 for events by `updated`, attendees by `lastActivity`, and registrants by registration date and
 * by `lastActivity`, in whole Pacific days up to today, and for events that only people's rows name. Stores each
 * page of the answers, and continues after the pages that an earlier attempt has stored.
 *
 * If ON24 cannot answer a question, the remaining questions are still asked: the failure is returned, and the run does
 * not count as discovered. Throws errors that are worth another attempt soon, and errors of the whole account.
 */
export async function discover(discovery: Discovery): Promise<Error | null> {
  const { store, runKey, now, mayBeRefused } = discovery
  const [first, ...others] = questions({ ...discovery, scans: await readScans(store, runKey) })
  const failures: Error[] = []
  const soFar = discoverySoFar(discovery)
  for (const turn of mayBeRefused ? [[first], others] : [[first, ...others]]) {
    for (const failure of await failuresOf(turn, discovery)) {
      await throwUnlessContinued(failure, soFar)
      failures.push(failure)
    }
  }
  const [failure = null] = failures
  if (failure === null) await markDiscovered(store, runKey, now())
  await lookUpEvents(discovery)
  return failure
}

interface EventDiscovery extends Discovery {
  /** What earlier attempts have kept. */
  readonly scans: ScansSoFar
}

interface PeopleDiscovery extends EventDiscovery {
  readonly saveInTurn: LimitFunction
}

/** Resolves with the name of its scan. */
type Question = () => Promise<string>

/** Asks all of them at once. */
async function failuresOf(
  questions: readonly Question[],
  { store, runKey, now }: Discovery,
): Promise<Error[]> {
  const ends = await Promise.allSettled(questions.map((ask) => ask()))
  const answered = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
  await endScans(store, runKey, answered, now())
  return ends.flatMap((end) => {
    if (end.status === 'fulfilled') return []
    if (!(end.reason instanceof Error)) throw end.reason
    return [end.reason]
  })
}

function discoverySoFar({ store, runKey }: Discovery): DiscoverySoFar {
  let counted: Promise<number> | null = null
  return {
    hasAnswers: async () => (await countAnswers(store, runKey)) > 0,
    // Several questions that fail in one attempt show a single outage.
    outages: () => (counted ??= countOutage(store, runKey)),
  }
}

async function throwUnlessContinued(failure: Error, soFar: DiscoverySoFar): Promise<void> {
  if (!(await mayContinueAfter(failure, soFar))) throw failure
}

function questions(discovery: EventDiscovery): readonly [Question, ...Question[]] {
  const { on24, startedAt, since, isFirst, lookbackHours, signal } = discovery
  const to = pacificDayOf(startedAt)
  const lookback = pacificDayOf(new Date(since.getTime() - lookbackHours * HOUR_MS))
  const dayBefore = plusDays(pacificDayOf(since), -1)
  const firstLook = plusDays(pacificDayOf(since), -FIRST_LOOK_DAYS)
  const updated = { from: isFirst ? firstLook : lookback, to }
  const changed = { from: dayBefore, to }
  const call = { signal }
  // Pages of several answers would lock the same webinars in different orders.
  const saveInTurn = pLimit(1)
  const people: PeopleDiscovery = { ...discovery, saveInTurn }
  // What people's rows say about a webinar can be noted only once the webinar is stored.
  const eventsEnd = Promise.withResolvers<void>()
  void saveInTurn(() => eventsEnd.promise)
  return [
    () =>
      askForEvents(discovery, updated, (scan) =>
        on24.listEvents({ mode: 'updated', ...updated }, scan, call),
      ).finally(eventsEnd.resolve),
    () =>
      askForPeople(people, { name: 'attendees', range: { from: lookback, to } }, (range, scan) =>
        on24.listAttendeeStamps(range, scan, call),
      ),
    ...(['registration', 'lastActivity'] as const).map(
      (by) => () =>
        askForPeople(people, { name: `registrants ${by}`, range: changed }, (range, scan) =>
          on24.listRegistrantStamps({ by, ...range }, scan, call),
        ),
    ),
  ]
}

async function askForEvents(
  { store, on24ClientId, runKey, scans: soFar, now }: EventDiscovery,
  range: DayRange,
  list: (scan: Scan<Webinar>) => Promise<void>,
): Promise<string> {
  const question = `events ${range.from}..${range.to}`
  const activityTime = activityTimeIn(range)
  await keepScan(
    store,
    { runKey, question },
    {
      soFar,
      list,
      async save(tx, events) {
        // That the filter returned the event is itself an activity of the webinar.
        const at = now()
        const hits = events.map(({ eventId, lastUpdated }): [string, string] => [
          eventId,
          activityTime([lastUpdated], at),
        ])
        await saveWebinars(tx, on24ClientId, events, at)
        await noteActivity(tx, on24ClientId, new Map(hits), at)
        const found = events.map(({ eventId }) => eventId)
        await dropLookUps(tx, on24ClientId, found, at)
      },
    },
  )
  return question
}

async function askForPeople(
  discovery: PeopleDiscovery,
  { name, range }: { readonly name: string; readonly range: DayRange },
  list: (range: DayRange, scan: Scan<PersonStamp>) => Promise<void>,
): Promise<string> {
  const { store, on24ClientId, runKey, contentTypes, scans, saveInTurn, now } = discovery
  const question = `${name} ${range.from}..${range.to}`
  await keepScan(
    store,
    { runKey, question },
    {
      soFar: scans,
      list: (scan: Scan<PersonStamp>) => list(range, scan),
      save: (tx, stamps) =>
        noteNamedEvents(tx, on24ClientId, {
          latestByEvent: latestByEvent(stamps),
          attended: name === 'attendees',
          contentTypes,
          now: now(),
        }),
      inTurn: saveInTurn,
    },
  )
  return question
}

function latestByEvent(stamps: readonly PersonStamp[]): Map<string, string> {
  const latest = new Map<string, string>()
  for (const { eventId, activityAt } of stamps) {
    const before = latest.get(eventId)
    // ISO 8601 in UTC: later stamps sort after earlier ones as text.
    if (before === undefined || activityAt > before) latest.set(eventId, activityAt)
  }
  return latest
}

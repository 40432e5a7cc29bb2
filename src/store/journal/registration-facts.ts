/** Everything that the store knows of one registration: its row, what waits, and its journal. */
import { type Selectable, sql } from 'kysely'
import type { LatestComparison } from '../../contracts/finding.ts'
import type { Store } from '../database.ts'
import type { JournalEntryTable, RegistrationTable, WaitingRowTable } from '../schema.ts'
import { isOpenNow } from '../webinars/open-webinars.ts'
import { findWebinar, type WebinarRow } from '../webinars/webinars.ts'
import { latestComparison } from '../verifications/latest-comparison.ts'
import { type RunOfWebinar, runsOfWebinar } from './runs-of-webinar.ts'
import type { RegistrationKey } from './find-registrations.ts'

export type JournalEntry = Omit<
  Selectable<JournalEntryTable>,
  'on24ClientId' | 'eventId' | 'registrantId' | 'addressHash'
>

export interface RegistrationFacts extends RegistrationKey {
  readonly webinar: WebinarRow
  /** Every run reads the webinar again. */
  readonly isOpen: boolean
  /** Null: no row of it is in the list, as far as is known. */
  readonly written: Selectable<RegistrationTable> | null
  readonly waiting: Selectable<WaitingRowTable> | null
  /** Newest first. */
  readonly entries: readonly JournalEntry[]
  /** How many further entries there are. */
  readonly earlierEntries: number
  readonly comparison: LatestComparison | null
  /** That were at work when one of the entries ended, or later. */
  readonly runs: readonly RunOfWebinar[]
}

const ENTRIES = 100

/** Null if the webinar is not in the store. */
export async function registrationFacts(
  store: Store,
  on24ClientId: string,
  { eventId, registrantId }: RegistrationKey,
  now: Date,
): Promise<RegistrationFacts | null> {
  const webinar = await findWebinar(store, on24ClientId, eventId)
  if (webinar === undefined) return null
  const isIt = sql<boolean>`on24_client_id = ${on24ClientId} and event_id = ${eventId}
    and registrant_id = ${registrantId}`
  const [isOpen, written, waiting, entries, { count }, comparison] = await Promise.all([
    isOpenNow(store, on24ClientId, eventId, now),
    store.selectFrom('registration').selectAll().where(isIt).executeTakeFirst(),
    store.selectFrom('waitingRow').selectAll().where(isIt).executeTakeFirst(),
    entriesOf(store, isIt),
    store
      .selectFrom('journalEntry')
      .select((select) => select.fn.countAll().as('count'))
      .where(isIt)
      .executeTakeFirstOrThrow(),
    latestComparison(store, on24ClientId, { eventId, registrantId }),
  ])
  return {
    eventId,
    registrantId,
    webinar,
    isOpen,
    written: written ?? null,
    waiting: waiting ?? null,
    entries,
    earlierEntries: Number(count) - entries.length,
    comparison,
    runs: await runsOfWebinar(store, { on24ClientId, eventId }, firstOf(entries, waiting) ?? now),
  }
}

function firstOf(
  entries: readonly JournalEntry[],
  waiting: Pick<Selectable<WaitingRowTable>, 'firstSeenAt'> | undefined,
): Date | undefined {
  const times = [
    ...entries.map(({ endedAt }) => endedAt),
    ...(waiting ? [waiting.firstSeenAt] : []),
  ]
  return times.toSorted((one, other) => one.getTime() - other.getTime())[0]
}

function entriesOf(store: Store, isIt: ReturnType<typeof sql<boolean>>): Promise<JournalEntry[]> {
  return store
    .selectFrom('journalEntry')
    .select(['seenAt', 'endedAt', 'changed', 'attended', 'decision', 'outcome', 'reason'])
    .where(isIt)
    .orderBy('endedAt', 'desc')
    .orderBy('seenAt', 'desc')
    .limit(ENTRIES)
    .execute()
}

/** Stores one whole read of a webinar in one transaction: its waiting rows, its counts, its settling. */
import type { AccountCipher } from '../crypto/account-cipher.ts'
import { sealRow } from '../delivery/row-content.ts'
import type { Store } from '../store/database.ts'
import { endKeptDespite, markForgotten, registrationsOf } from '../store/rows/registrations.ts'
import { saveReadCounts, skipReading } from '../store/run-webinars.ts'
import { replaceWaitingRows } from '../store/rows/read-anew.ts'
import { type NewWaitingRow, type WaitingRow, waitingRowsOf } from '../store/rows/waiting-rows.ts'
import { zoneOfRows } from '../store/webinar-lists.ts'
import { lockWebinar, noteActivity, updateWebinar } from '../store/webinars.ts'
import { type Decision, decideWebinar, type FilterReason } from './decide.ts'
import { knownRows } from './known-rows.ts'
import type { WebinarPeople } from './webinar-people.ts'

export interface ReadToSave {
  readonly on24ClientId: string
  readonly eventId: string
  readonly runKey: string
  readonly people: WebinarPeople
  readonly readStartedAt: Date
  /** Now. */
  readonly storedAt: Date
  /** ISO 8601 UTC; null when nobody ever did anything. */
  readonly latestActivityAt: string | null
  /** IANA: the account's; a list that was made with another one keeps that. */
  readonly timeZone: string
  readonly cancelledRegistrants: 'keep' | 'remove'
}

/**
 * A newer read that is stored already wins: then this run is done with reading the webinar, and nothing else
 * changes. Nor does it when an operator left the webinar out meanwhile.
 */
export async function saveRead(
  store: Store,
  cipher: AccountCipher,
  read: ReadToSave,
): Promise<void> {
  const { on24ClientId, eventId, runKey, readStartedAt } = read
  await store.transaction().execute(async (tx) => {
    const webinar = await lockWebinar(tx, on24ClientId, eventId)
    if (webinar === undefined || webinar.excluded) return
    if (isNewer(webinar.last_read_started_at, read)) return skipReading(tx, runKey, eventId)
    const waiting = await waitingRowsOf(tx, on24ClientId, eventId)
    const timeZone = zoneOfRows(webinar, read.timeZone)
    const decisions = decideWebinar(
      read.people,
      knownRows(await registrationsOf(tx, on24ClientId, eventId), waiting),
      {
        hash: cipher.hash,
        timeZone,
        cancelledRegistrants: read.cancelledRegistrants,
      },
    )

    const rows = newWaitingRows(decisions, waiting, read, cipher)
    const registrantIds = [...read.people.registrants.keys()]
    await replaceWaitingRows(tx, runKey, { on24ClientId, eventId }, { registrantIds, rows })
    await markForgotten(tx, on24ClientId, eventId, overtakenForgotten(decisions), readStartedAt)
    await endKeptDespite(tx, on24ClientId, eventId, liveAgain(decisions))
    await saveReadCounts(
      tx,
      runKey,
      eventId,
      countsOf({ decisions, unreadable: read.people.unreadable }),
      rows.some((row) => row.state === 'pending') || waiting.length > 0,
    )
    await noteActivity(tx, on24ClientId, new Map([[eventId, read.latestActivityAt]]), readStartedAt)
    await updateWebinar(tx, on24ClientId, eventId, {
      last_read_started_at: readStartedAt,
      only_by_backfill: false,
      ...(read.people.attendees.size > 0 && { has_attendees: true }),
      // A list that is made for these rows keeps their zone.
      ...(rows.length > 0 && { list_time_zone: timeZone }),
    })
  })
}

/** One from the future was stamped by a clock that was ahead: see future-stamps.ts. */
function isNewer(lastReadStartedAt: Date | null, { readStartedAt, storedAt }: ReadToSave): boolean {
  if (lastReadStartedAt === null || lastReadStartedAt > storedAt) return false
  return lastReadStartedAt > readStartedAt
}

function overtakenForgotten(decisions: readonly Decision[]): string[] {
  return decisions.flatMap((decision) =>
    decision.bucket === 'filtered' && decision.reason === 'forgotten' && decision.overtaken
      ? [decision.registrantId]
      : [],
  )
}

/** What an operator decided about somebody who was gone holds no longer once they are back. */
function liveAgain(decisions: readonly Decision[]): string[] {
  return decisions.flatMap(({ bucket, registrantId }) =>
    bucket === 'unchanged' || bucket === 'send' ? [registrantId] : [],
  )
}

/** What came of a read: a decision for each registration, and how many rows nothing could be decided about. */
export interface ReadOutcome {
  readonly decisions: readonly Decision[]
  readonly unreadable: number
}

export function countsOf({ decisions, unreadable }: ReadOutcome) {
  const filtered: Partial<Record<FilterReason, number>> = unreadable > 0 ? { unreadable } : {}
  let unchanged = 0
  for (const decision of decisions) {
    if (decision.bucket === 'unchanged') unchanged += 1
    if (decision.bucket !== 'filtered') continue
    filtered[decision.reason] = (filtered[decision.reason] ?? 0) + 1
  }
  return { read: decisions.length + unreadable, unchanged, filtered }
}

function newWaitingRows(
  decisions: readonly Decision[],
  waiting: readonly WaitingRow[],
  read: ReadToSave,
  cipher: AccountCipher,
): NewWaitingRow[] {
  const before = new Map(waiting.map((row) => [row.registrant_id, row]))
  return decisions.flatMap((decision) => {
    const row = newWaitingRow(decision, before.get(decision.registrantId), read, cipher)
    return row === null ? [] : [row]
  })
}

const NOTHING_WRITTEN = {
  address_hash: '',
  registration_hash: '',
  activity_hash: '',
  cells_mask: 0,
  attended: false,
}

function newWaitingRow(
  decision: Decision,
  before: WaitingRow | undefined,
  read: ReadToSave,
  cipher: AccountCipher,
): NewWaitingRow | null {
  const { on24ClientId, eventId, runKey, readStartedAt } = read
  const { registrantId } = decision
  const place = {
    on24_client_id: on24ClientId,
    event_id: eventId,
    registrant_id: registrantId,
    run_key: runKey,
    read_started_at: readStartedAt,
    first_seen_at: readStartedAt,
  }
  switch (decision.bucket) {
    case 'unchanged':
    case 'filtered':
      return null
    case 'rejectedAgain':
      // Same content as before: it keeps its age, its tries and Act-On's words.
      return before === undefined
        ? null
        : { ...before, run_key: runKey, read_started_at: readStartedAt }
    case 'unwritable':
      return {
        ...place,
        ...NOTHING_WRITTEN,
        action: 'upsert',
        state: 'rejected',
        rejected_by: 'mapping',
        rejected_field: decision.field,
        rejected_reason: decision.reason,
        first_seen_at: before?.rejected_by === 'mapping' ? before.first_seen_at : readStartedAt,
      }
    case 'remove':
      return {
        ...place,
        action: 'remove',
        state: before?.action === 'remove' && before.state === 'held' ? 'held' : 'pending',
        address_hash: decision.written.addressHash,
        registration_hash: '',
        activity_hash: '',
        cells_mask: decision.written.cellsMask,
        attended: decision.written.attended,
        removal_reason: decision.reason,
        first_seen_at: before?.action === 'remove' ? before.first_seen_at : readStartedAt,
        tries: before?.action === 'remove' ? before.tries : 0,
        removal_decided: before?.action === 'remove' && before.removal_decided,
      }
    case 'send': {
      const { row } = decision
      const same =
        before?.address_hash === row.addressHash &&
        before.registration_hash === row.registrationHash &&
        before.activity_hash === row.activityHash
      return {
        ...place,
        // Until a move is confirmed, the old row may still stand somewhere.
        action: before?.action === 'move' ? 'move' : row.action,
        state: 'pending',
        sealed: sealRow(cipher, eventId, row),
        address_hash: row.addressHash,
        registration_hash: row.registrationHash,
        activity_hash: row.activityHash,
        cells_mask: row.cellsMask,
        attended: row.attended,
        first_seen_at: same ? before.first_seen_at : readStartedAt,
        tries: same ? before.tries : 0,
        // A merge that is under way brings what was read again unchanged.
        merge_job_id: same ? before.merge_job_id : null,
        last_tried_at: before?.last_tried_at ?? null,
        refused_in_run: same ? before.refused_in_run : null,
        refused_reason: same ? before.refused_reason : null,
        timed_out: before?.timed_out ?? false,
      }
    }
  }
}

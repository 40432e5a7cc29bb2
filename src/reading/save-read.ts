/** Stores one whole read of a webinar in one transaction: its waiting rows, its counts, its settling. */
import type { AccountCipher } from '../crypto/account-cipher.ts'
import { sealRow } from '../delivery/row-content.ts'
import { inTransaction, type Store } from '../store/database.ts'
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
  await inTransaction(store, async (tx) => {
    const webinar = await lockWebinar(tx, on24ClientId, eventId)
    if (webinar === undefined || webinar.excluded) return
    if (isNewer(webinar.lastReadStartedAt, read)) return skipReading(tx, runKey, eventId)
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
      lastReadStartedAt: readStartedAt,
      onlyByBackfill: false,
      ...(read.people.attendees.size > 0 && { hasAttendees: true }),
      // A list that is made for these rows keeps their zone.
      ...(rows.length > 0 && { listTimeZone: timeZone }),
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
  const before = new Map(waiting.map((row) => [row.registrantId, row]))
  return decisions.flatMap((decision) => {
    const row = newWaitingRow(decision, before.get(decision.registrantId), read, cipher)
    return row === null ? [] : [row]
  })
}

const NOTHING_WRITTEN = {
  addressHash: '',
  registrationHash: '',
  activityHash: '',
  cellsMask: 0,
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
    on24ClientId,
    eventId,
    registrantId,
    runKey,
    readStartedAt,
    firstSeenAt: readStartedAt,
  }
  switch (decision.bucket) {
    case 'unchanged':
    case 'filtered':
      return null
    case 'rejectedAgain':
      // Same content as before: it keeps its age, its tries and Act-On's words.
      return before === undefined ? null : { ...before, runKey, readStartedAt }
    case 'unwritable':
      return {
        ...place,
        ...NOTHING_WRITTEN,
        action: 'upsert',
        state: 'rejected',
        rejectedBy: 'mapping',
        rejectedField: decision.field,
        rejectedReason: decision.reason,
        firstSeenAt: before?.rejectedBy === 'mapping' ? before.firstSeenAt : readStartedAt,
      }
    case 'remove':
      return {
        ...place,
        action: 'remove',
        state: before?.action === 'remove' && before.state === 'held' ? 'held' : 'pending',
        addressHash: decision.written.addressHash,
        registrationHash: '',
        activityHash: '',
        cellsMask: decision.written.cellsMask,
        attended: decision.written.attended,
        removalReason: decision.reason,
        firstSeenAt: before?.action === 'remove' ? before.firstSeenAt : readStartedAt,
        tries: before?.action === 'remove' ? before.tries : 0,
        removalDecided: before?.action === 'remove' && before.removalDecided,
      }
    case 'send': {
      const { row } = decision
      const same =
        before?.addressHash === row.addressHash &&
        before.registrationHash === row.registrationHash &&
        before.activityHash === row.activityHash
      return {
        ...place,
        // Until a move is confirmed, the old row may still stand somewhere.
        action: before?.action === 'move' ? 'move' : row.action,
        state: 'pending',
        sealed: sealRow(cipher, eventId, row),
        addressHash: row.addressHash,
        registrationHash: row.registrationHash,
        activityHash: row.activityHash,
        cellsMask: row.cellsMask,
        attended: row.attended,
        firstSeenAt: same ? before.firstSeenAt : readStartedAt,
        tries: same ? before.tries : 0,
        // A merge that is under way brings what was read again unchanged.
        mergeJobId: same ? before.mergeJobId : null,
        lastTriedAt: before?.lastTriedAt ?? null,
        refusedInRun: same ? before.refusedInRun : null,
        refusedReason: same ? before.refusedReason : null,
        timedOut: before?.timedOut ?? false,
      }
    }
  }
}

/** Stores one whole read of a webinar in one transaction: its waiting rows, its counts, and when it was read. */
import { insertWaitingRows } from './stored/insert-waiting-rows.ts'
import type { AccountCipher } from '../../crypto/account-cipher.ts'
import { newWaitingRows, type ReadToSave } from './stored/new-waiting-rows.ts'
import { inTransaction, type Store } from '../database.ts'
import {
  endKeptDespite,
  markForgotten,
  type RegistrationRow,
  registrationsOf,
} from './stored/registrations.ts'
import { saveReadCounts, skipReading } from '../runs/run-webinars.ts'
import { hasExtraRowsToRemove } from '../verifications/extra-rows.ts'
import { endTroubles } from '../troubles/troubles.ts'
import { bookLeavingRows, NO_RUN, type WebinarPlace } from './take-up.ts'
import { deleteWaitingRows, registrantIdIn, waitingRowsOf } from './stored/waiting-rows.ts'
import { zoneOfRows } from '../webinars/act-on-lists.ts'
import { lockWebinar, updateWebinar } from '../webinars/webinars.ts'
import { noteActivity } from '../webinars/discovered-webinars.ts'
import { type Decision, decideWebinar } from '../../reading/decide.ts'
import { countsOf } from '../../reading/read-counts.ts'
import { addRead } from '../journal/add-read.ts'
import { knownRows } from './stored/known-rows.ts'

/**
 * If a newer read is already stored, that one wins: this run skips the webinar, and nothing else changes. Nothing
 * changes either if an operator has excluded the webinar since.
 */
export async function saveRead(
  store: Store,
  cipher: AccountCipher,
  read: ReadToSave,
): Promise<void> {
  await inTransaction(store, (tx) => saveReadIn(tx, cipher, read))
}

/** The same in a transaction that stores something else, too. */
export async function saveReadIn(
  tx: Store,
  cipher: AccountCipher,
  read: ReadToSave,
): Promise<void> {
  const { on24ClientId, eventId, runKey, readStartedAt } = read
  const webinar = await lockWebinar(tx, on24ClientId, eventId)
  if (webinar === undefined || webinar.excluded) return
  if (isNewer(webinar.lastReadStartedAt, read)) return skipReading(tx, runKey, eventId)
  const waiting = await waitingRowsOf(tx, on24ClientId, eventId)
  const registrations = await registrationsOf(tx, on24ClientId, eventId)
  const timeZone = zoneOfRows(webinar, read.timeZone)
  const decisions = decideWebinar(read.people, knownRows(registrations, waiting), {
    hash: cipher.hash,
    timeZone,
    cancelledRegistrants: read.cancelledRegistrants,
  })

  const rows = newWaitingRows(decisions, waiting, read, cipher)
  const place = { on24ClientId, eventId }
  await addRead(tx, place, { decisions, before: waiting, after: rows, at: readStartedAt })
  const registrantIds = [...read.people.registrants.keys()]
  if (waiting.length > 0) await dropReadRows(tx, runKey, place, registrantIds)
  await insertWaitingRows(tx, rows)
  await endTroubles(tx, place, ['webinarUnreadable', 'rowsExpired'])
  await markForgotten(tx, on24ClientId, eventId, overtakenForgotten(decisions), readStartedAt)
  await endKeptDespite(tx, on24ClientId, eventId, activeAgain(decisions, registrations))
  await saveReadCounts(
    tx,
    runKey,
    eventId,
    countsOf({ decisions, unreadable: read.people.unreadable }),
    rows.some((row) => row.state === 'pending') ||
      waiting.length > 0 ||
      (await hasExtraRowsToRemove(tx, place)),
  )
  await noteActivity(tx, on24ClientId, new Map([[eventId, read.latestActivityAt]]), readStartedAt)
  await updateWebinar(tx, on24ClientId, eventId, {
    lastReadStartedAt: readStartedAt,
    onlyByBackfill: false,
    ...(read.people.attendees.size > 0 && { hasAttendees: true }),
    // A list that is created for these rows keeps their zone.
    ...(rows.length > 0 && { listTimeZone: timeZone }),
  })
}

/** A stamp in the future came from a clock that was ahead: see future-stamps.ts. */
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

/** An operator's decision about a person who was gone no longer applies once the person is active again. */
function activeAgain(
  decisions: readonly Decision[],
  registrations: readonly RegistrationRow[],
): string[] {
  const kept = registrations.filter(({ keptDespite }) => keptDespite !== null)
  const keptIds = new Set(kept.map(({ registrantId }) => registrantId))
  return decisions
    .filter(({ bucket }) => bucket === 'unchanged' || bucket === 'send')
    .map(({ registrantId }) => registrantId)
    .filter((registrantId) => keptIds.has(registrantId))
}

/**
 * Rows of registrations that ON24 no longer lists keep waiting, and belong to no run until one takes them up. Only in a
 * transaction that has locked the webinar.
 */
async function dropReadRows(
  tx: Store,
  runKey: string,
  place: WebinarPlace,
  registrantIds: readonly string[],
): Promise<void> {
  const { on24ClientId, eventId } = place
  await bookLeavingRows(tx, runKey, place, registrantIdIn(registrantIds))
  await deleteWaitingRows(tx, on24ClientId, eventId, registrantIds)
  await tx
    .updateTable('waitingRow')
    .set({ runKey: NO_RUN })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('runKey', '=', runKey)
    .execute()
}

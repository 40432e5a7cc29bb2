/**
 * Delivers the waiting rows of one webinar to its list: settles open merge jobs, then moves, removes and writes rows.
 */
import { ActOnListGone } from '../act-on/errors.ts'
import { HOLDS_ROWS_BACK } from '../contracts/trouble.ts'
import { ANSWERED, answeredBut } from '../store/runs/list-answers.ts'
import { endTroubles, hasTrouble, recordTrouble } from '../store/troubles/troubles.ts'
import { extraRowsToRemove, hasExtraRowsToRemove } from '../store/verifications/extra-rows.ts'
import { hasRowsToTakeUp, takeUpRows } from '../store/rows/take-up.ts'
import {
  countPendingByAction,
  pendingRows,
  type WaitingRow,
} from '../store/rows/stored/waiting-rows.ts'
import { mayHaveList, noteListAnswered } from '../store/webinars/act-on-lists.ts'
import { getWebinar, lockWebinar } from '../store/webinars/webinars.ts'
import { ROWS_PER_MERGE } from './merge/bulk-merge.ts'
import type { Delivery, Findings } from './delivery.ts'
import { ensureList } from './list/ensure-list.ts'
import { KeyColumnMissing, ListColumns } from './list/columns-in-act-on.ts'
import { moveRows } from './move-rows.ts'
import { settleOpenJobs } from './merge/open-jobs.ts'
import { isListRefusal, signatureOf } from './refusals.ts'
import { allowedRemovals } from './allowed-removals.ts'
import { removeExtraRows } from './remove-extra-rows.ts'
import { removeRows } from './remove-rows.ts'
import { upsertAll } from './upsert-all.ts'
import { inTransaction } from '../store/database.ts'

export type DeliveryEnd =
  /** Everything that can be done now is done. For rows that still wait, the store has the reason. */
  | { readonly end: 'done'; readonly listAnswer: ListAnswer }
  /** A create was not answered, and the list does not appear yet: look again later. */
  | { readonly end: 'listNotVisibleYet' }
  /** The account's time zone has changed since these rows were formatted: the webinar has to be read again. */
  | { readonly end: 'zoneChanged' }
  /** A user deleted the list: the webinar has to be read and written again. */
  | { readonly end: 'listGone' }

/** As the run's webinar keeps it; null if there was no call to the list. */
export type ListAnswer = string | null

/** Throws errors that make the whole account wait: see the errors of the Act-On client. */
export async function deliverWebinar(delivery: Delivery): Promise<DeliveryEnd> {
  const { store, runKey, on24ClientId, eventId, findings } = delivery
  const place = { on24ClientId, eventId }
  if (await hasRowsToTakeUp(store, runKey, place)) {
    await inTransaction(store, async (tx) => {
      await lockWebinar(tx, on24ClientId, eventId)
      await takeUpRows(tx, runKey, place)
    })
  }
  const removesExtraRows = delivery.repairs || (await hasExtraRowsToRemove(store, delivery))
  let refusal: string | null = null
  try {
    const rows = await deliverRows(delivery, removesExtraRows)
    if (rows === 'zoneChanged') return { end: rows }
    if (rows === 'listNotVisibleYet') {
      findings.waits.set('listNotVisible', '')
      await bookTroubles(delivery, removesExtraRows)
      return { end: rows }
    }
  } catch (error) {
    if (error instanceof ActOnListGone) return { end: 'listGone' }
    if (error instanceof KeyColumnMissing) {
      findings.waits.set('listColumnsLost', error.missing.join(' and '))
    } else if (isListRefusal(error)) {
      refusal = signatureOf(error)
      findings.waits.set('listRefused', refusal)
    } else throw error
  }
  await bookTroubles(delivery, removesExtraRows)
  if (findings.answered) await noteListAnswered(store, on24ClientId, eventId)
  // A list that can be read but refuses writes counts as refusing.
  return { end: 'done', listAnswer: refusal ?? answerOf(findings) }
}

function answerOf({ answered, waits }: Findings): ListAnswer {
  if (!answered) return null
  const refused = waits.get('listRefused') ?? waits.get('removalRefused')
  const lost = waits.get('listColumnsLost')
  if (lost !== undefined) return answeredBut(`its column ${lost} is gone`)
  return refused === undefined ? ANSWERED : answeredBut(refused)
}

/**
 * Records the troubles that this delivery found, and ends all other kinds that hold rows back.
 * @param removesExtraRows a repair does, and so does every run after it that left some.
 */
async function bookTroubles(delivery: Delivery, removesExtraRows: boolean): Promise<void> {
  const { store, findings, now } = delivery
  const extraRows = removesExtraRows ? await countExtraRows(delivery) : 0
  if (extraRows > 0 && !findings.waits.has('removalRefused')) {
    const [why = 'not removed yet'] = findings.waits.values()
    findings.waits.set('removalRefused', why)
  }
  const over = HOLDS_ROWS_BACK.filter((kind) => !findings.waits.has(kind))
  await endTroubles(store, delivery, over)
  for (const kind of HOLDS_ROWS_BACK) {
    const detail = findings.waits.get(kind)
    const rows = kind === 'removalRefused' ? extraRows : 0
    if (detail !== undefined)
      await recordTrouble(store, delivery, { kind, detail, rows, at: now() })
  }
}

async function countExtraRows({ store, ...place }: Delivery): Promise<number> {
  return (await extraRowsToRemove(store, place)).rows.length
}

async function deliverRows(
  delivery: Delivery,
  removesExtraRows: boolean,
): Promise<'done' | 'listNotVisibleYet' | 'zoneChanged'> {
  const jobIsOpen = await settleOpenJobs(delivery)
  const webinar = await getWebinar(delivery.store, delivery.on24ClientId, delivery.eventId)
  const waiting = await countPendingByAction(delivery.store, delivery, delivery.findings.tried)
  const mayHaveRemovals = webinar.listId !== null && waiting.remove > 0
  const removals = mayHaveRemovals ? await allowedRemovals(delivery) : []
  const mayHaveExtraRows = webinar.listId !== null && removesExtraRows
  const hasRows = waiting.upsert + waiting.move + removals.length > 0
  if (!hasRows && !mayHaveExtraRows) return 'done'

  const isOfOtherZone = webinar.listTimeZone !== delivery.zoneOfNewLists
  if (!mayHaveList(webinar) && isOfOtherZone) return 'zoneChanged'
  const list = await ensureList(delivery, webinar)
  if (list === 'notVisibleYet') return 'listNotVisibleYet'
  const columns = new ListColumns(delivery, list)
  // Only reading the headings shows whether the column is back.
  if (await hasTrouble(delivery.store, delivery, 'columnMissing')) await columns.read()
  if (jobIsOpen) {
    const hasExtraRows = removesExtraRows && (await countExtraRows(delivery)) > 0
    await noteOpenJob(delivery, removals.length > 0 || hasExtraRows)
  } else {
    if (waiting.move > 0) {
      await moveRows(delivery, columns, await pendingMoves(delivery, ROWS_PER_MERGE))
    }
    if (removals.length > 0) await removeRows(delivery, columns, removals)
    if (mayHaveExtraRows) await removeExtraRows(delivery, columns)
  }
  await upsertAll(delivery, columns)
  return 'done'
}

/** A job that may still write could bring back rows that a removal or a move has deleted. */
async function noteOpenJob(delivery: Delivery, hasRemovals: boolean): Promise<void> {
  const [move] = await pendingMoves(delivery, 1)
  if (!hasRemovals && move === undefined) return
  delivery.findings.waits.set('removalRefused', 'an upload may still be writing to the list')
}

function pendingMoves(
  { store, on24ClientId, eventId, findings }: Delivery,
  limit: number,
): Promise<WaitingRow[]> {
  const place = { on24ClientId, eventId }
  return pendingRows(store, { ...place, actions: ['move'], limit, except: findings.tried })
}

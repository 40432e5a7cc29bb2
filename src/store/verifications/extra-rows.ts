/**
 * Rows of a list that a repair found, that should not be there, and that are not removed yet: findings of the webinar's
 * newest repair that still have a record id. A trouble of the webinar says why they are still there: `removalsHeld`
 * until an operator decides, or `removalRefused`, and then every run tries again.
 */
import { sql } from 'kysely'
import { EXTRA_ROWS, EXTRA_ROWS_APPROVED } from '../../contracts/trouble.ts'
import type { Store } from '../database.ts'
import { addRemovedRows } from '../journal/add-findings.ts'
import type { WebinarPlace } from '../rows/take-up.ts'
import { endTroubles, recordTrouble } from '../troubles/troubles.ts'

export interface ExtraRow {
  /** The finding's. */
  readonly number: number
  readonly registrantId: string
  readonly recordId: string
}

export interface ExtraRows {
  /** Of the repair that found them; empty if there was none. */
  readonly runKey: string
  readonly rows: readonly ExtraRow[]
}

const IS_EXTRA = sql<boolean>`kind in ('extra', 'duplicate') and record_id is not null and repaired_at is null`

/** SQL condition on `trouble`: extra rows of its webinar are to be removed by the next run. */
export const HAS_EXTRA_ROWS_TO_REMOVE = sql<boolean>`(
  (trouble.kind = 'removalsHeld' and trouble.detail = ${EXTRA_ROWS_APPROVED})
  or (trouble.kind = 'removalRefused' and trouble.rows > 0)
)`

/** Whether a run that is no repair has extra rows of the webinar to remove. */
export async function hasExtraRowsToRemove(
  store: Store,
  { on24ClientId, eventId }: WebinarPlace,
): Promise<boolean> {
  const found = await store
    .selectFrom('trouble')
    .select('kind')
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(HAS_EXTRA_ROWS_TO_REMOVE)
    .executeTakeFirst()
  return found !== undefined
}

/** None while an operator has to decide about them. */
export async function extraRowsToRemove(store: Store, place: WebinarPlace): Promise<ExtraRows> {
  const { detail } = (await heldTrouble(store, place)) ?? { detail: null }
  return detail === EXTRA_ROWS ? { runKey: '', rows: [] } : extraRowsOf(store, place)
}

/** Whether an operator has decided that they are removed, however many they are. */
export async function areExtraRowsApproved(store: Store, place: WebinarPlace): Promise<boolean> {
  return (await heldTrouble(store, place))?.detail === EXTRA_ROWS_APPROVED
}

/** Suspiciously many: an operator has to decide. */
export async function holdExtraRows(
  store: Store,
  place: WebinarPlace,
  { rows, at }: { readonly rows: number; readonly at: Date },
): Promise<void> {
  await recordTrouble(store, place, { kind: 'removalsHeld', detail: EXTRA_ROWS, rows, at })
}

/** An operator has decided that the held ones are removed by the next run. Returns how many there are. */
export async function approveExtraRows(tx: Store, place: WebinarPlace): Promise<number> {
  const held = await heldTrouble(tx, place)
  if (held?.detail !== EXTRA_ROWS) return 0
  await tx
    .updateTable('trouble')
    .set({ detail: EXTRA_ROWS_APPROVED })
    .where(isHeldAt(place))
    .execute()
  return held.rows
}

/** An operator has decided that the held ones stay. Another repair finds them again. Returns how many there were. */
export async function dropExtraRows(tx: Store, place: WebinarPlace): Promise<number> {
  const held = await heldTrouble(tx, place)
  if (held?.detail !== EXTRA_ROWS) return 0
  const { runKey } = await extraRowsOf(tx, place)
  await giveUpExtraRows(tx, { ...place, runKey }, [])
  await endExtraRows(tx, place)
  return held.rows
}

/** Also adds them to the journal. Only in a transaction. */
export async function markRemoved(
  tx: Store,
  place: WebinarPlace & { readonly runKey: string },
  numbers: readonly number[],
  at: Date,
): Promise<void> {
  await tx
    .updateTable('finding')
    .set({ repairedAt: at })
    .where('runKey', '=', place.runKey)
    .where('eventId', '=', place.eventId)
    .where(sql<boolean>`number = any(${numbers}::integer[])`)
    .execute()
  await addRemovedRows(tx, place, numbers, at)
}

/** No run removes the repair's rows other than `stillToRemove`. Their findings stay. */
export async function giveUpExtraRows(
  store: Store,
  { runKey, eventId }: WebinarPlace & { readonly runKey: string },
  stillToRemove: readonly number[],
): Promise<void> {
  await store
    .updateTable('finding')
    .set({ recordId: null })
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .where('repairedAt', 'is', null)
    .where(sql<boolean>`number <> all(${stillToRemove}::integer[])`)
    .execute()
}

/** No extra row is left to remove, so none is held or refused any more. */
export async function endExtraRows(store: Store, place: WebinarPlace): Promise<void> {
  await endTroubles(store, place, ['removalsHeld'])
  await setRows(store, place, 0)
}

/**
 * A comparison has looked at the list. What a repair found is to be decided anew; any other leaves an earlier repair's
 * rows as they are, but those that are gone. Only in a transaction.
 * @param recordIds of the rows that should not be there.
 */
export async function noteFoundExtraRows(
  tx: Store,
  place: WebinarPlace,
  { recordIds, isRepair }: { readonly recordIds: readonly string[]; readonly isRepair: boolean },
): Promise<void> {
  const { runKey, rows } = await extraRowsOf(tx, place)
  const there = rows.filter(({ recordId }) => recordIds.includes(recordId))
  if (there.length === 0) return endExtraRows(tx, place)
  const numbers = there.map(({ number }) => number)
  if (there.length < rows.length) await giveUpExtraRows(tx, { ...place, runKey }, numbers)
  await setRows(tx, place, there.length)
  if (!isRepair) return
  await tx.updateTable('trouble').set({ detail: EXTRA_ROWS }).where(isHeldAt(place)).execute()
}

/** Whether extra rows that this comparison found are still to be removed. Only a repair removes any. */
export async function leavesExtraRows(store: Store, runKey: string): Promise<boolean> {
  const found = await store
    .selectFrom('finding')
    .innerJoin('verification', 'verification.runKey', 'finding.runKey')
    .select('finding.number')
    .where('finding.runKey', '=', runKey)
    .where('repair', '=', true)
    .where(IS_EXTRA)
    .executeTakeFirst()
  return found !== undefined
}

async function extraRowsOf(store: Store, place: WebinarPlace): Promise<ExtraRows> {
  const runKey = await newestRepairOf(store, place)
  if (runKey === null) return { runKey: '', rows: [] }
  const rows = await store
    .selectFrom('finding')
    .select(['number', 'registrantId', 'recordId'])
    .where('runKey', '=', runKey)
    .where('eventId', '=', place.eventId)
    .where(IS_EXTRA)
    .orderBy('number')
    .execute()
  const extra = rows.flatMap(({ number, registrantId, recordId }) =>
    registrantId === null || recordId === null ? [] : [{ number, registrantId, recordId }],
  )
  return { runKey, rows: extra }
}

async function newestRepairOf(
  store: Store,
  { on24ClientId, eventId }: WebinarPlace,
): Promise<string | null> {
  const newest = await store
    .selectFrom('comparedList')
    .innerJoin('verification', 'verification.runKey', 'comparedList.runKey')
    .innerJoin('run', 'run.runKey', 'comparedList.runKey')
    .select('comparedList.runKey')
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('repair', '=', true)
    .orderBy('comparedAt', 'desc')
    .orderBy('startedAt', 'desc')
    .executeTakeFirst()
  return newest?.runKey ?? null
}

async function heldTrouble(
  store: Store,
  place: WebinarPlace,
): Promise<{ readonly detail: string; readonly rows: number } | undefined> {
  return store
    .selectFrom('trouble')
    .select(['detail', 'rows'])
    .where(isHeldAt(place))
    .executeTakeFirst()
}

/** How many rows the webinar's troubles about extra rows concern. */
async function setRows(store: Store, place: WebinarPlace, rows: number): Promise<void> {
  await store
    .updateTable('trouble')
    .set({ rows })
    .where('on24ClientId', '=', place.on24ClientId)
    .where('eventId', '=', place.eventId)
    .where('kind', 'in', ['removalsHeld', 'removalRefused'])
    .where('rows', '>', 0)
    .execute()
}

function isHeldAt({ on24ClientId, eventId }: WebinarPlace) {
  return sql<boolean>`on24_client_id = ${on24ClientId} and event_id = ${eventId} and kind = 'removalsHeld'`
}

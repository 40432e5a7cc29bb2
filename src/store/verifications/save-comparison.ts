/**
 * Stores what a comparison found in one list, and prepares what is to be written again. One transaction, so that no
 * row counts as unconfirmed without the read that writes it again.
 */
import type { ComparisonMode } from '../../contracts/comparison.ts'
import type { NewFinding } from '../../contracts/finding.ts'
import type { RowHashes } from '../../reading/row-hashes.ts'
import { type AlsoStore, inTransaction, type Store } from '../database.ts'
import { addFindings } from '../journal/add-findings.ts'
import { forgetList } from '../rows/refill.ts'
import { noteSending } from '../rows/send.ts'
import { type RowToRewrite, unconfirmRows } from '../rows/unconfirm.ts'
import { setWebinarProgress } from '../runs/run-webinars.ts'
import { lockWebinar } from '../webinars/webinars.ts'
import { noteFoundExtraRows } from './extra-rows.ts'
import { saveFindings } from './findings.ts'

export interface FoundRow {
  readonly registrantId: string
  /** Stands for the place where the row has to be looked for; null if an upsert to the person's address reaches it. */
  readonly addressHash: string | null
  /** `different`: ON24 has changed the row, so every comparison that writes writes it. */
  readonly kind: 'missing' | 'different' | 'userEdited'
}

export interface ComparisonResult {
  readonly contacts: number
  readonly findings: readonly NewFinding[]
  /** A user has deleted the list. */
  readonly isGone: boolean
  /** False if the list has lost the columns by which its rows are known. */
  readonly areRowsCompared: boolean
  readonly notAsConfirmed: readonly FoundRow[]
  /** Rows of ours in the list of which the store does not know. */
  readonly unknown: readonly RowHashes[]
  readonly mode: ComparisonMode
  readonly at: Date
}

export async function saveComparison(
  store: Store,
  place: { readonly on24ClientId: string; readonly eventId: string; readonly runKey: string },
  {
    contacts,
    findings,
    isGone,
    areRowsCompared,
    notAsConfirmed,
    unknown,
    mode,
    at,
  }: ComparisonResult,
  saveRead: AlsoStore,
): Promise<void> {
  const { on24ClientId, eventId, runKey } = place
  await inTransaction(store, async (tx) => {
    await lockWebinar(tx, on24ClientId, eventId)
    await saveFindings(tx, { runKey, eventId, contacts, findings, at })
    if (!isGone || !mode.writes) await addFindings(tx, place, findings, at)
    if (areRowsCompared) {
      const recordIds = findings.flatMap(({ recordId }) => recordId ?? [])
      await noteFoundExtraRows(tx, place, { recordIds, isRepair: mode.repair })
    }
    if (!mode.writes) {
      const over = { readState: 'read', deliveryState: 'done' } as const
      return setWebinarProgress(tx, runKey, eventId, over)
    }
    // What ON24 shows is about to be stored: it is written again, because these rows are not as confirmed.
    if (isGone) await forgetList(tx, on24ClientId, eventId, at)
    else if (mode.repair) {
      await unconfirmRows(tx, on24ClientId, eventId, notAsConfirmed.map(toRewrite))
      // Like rows that were sent without an answer: what is stored next takes them into account.
      await noteSending(tx, place, unknown)
    } else {
      // A row that is written anyway must be the one that is there, wherever a user has put it, or there would be two.
      const moved = notAsConfirmed.filter(
        (row) => row.kind === 'different' && row.addressHash !== null,
      )
      await unconfirmRows(tx, on24ClientId, eventId, moved.map(toRewrite))
    }
    await saveRead(tx)
  })
}

function toRewrite({ kind, ...row }: FoundRow): RowToRewrite {
  return { ...row, reason: kind === 'different' ? null : kind }
}

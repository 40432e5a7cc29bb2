/** If a job's answer does not explain what happened to its rows, each one is looked for in a download of the list. */
import { confirmWritten } from '../store/rows/confirm-written.ts'
import type { RowHashes } from '../reading/row-hashes.ts'
import { hashesOf } from '../store/rows/stored/row-hashes.ts'
import type { WaitingRow } from '../store/rows/stored/waiting-rows.ts'
import { recordFor } from '../mapping/column-plan.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'
import { openRow } from '../store/rows/stored/row-content.ts'

export interface ListCheck {
  /** Registrants whose rows are not in the list as they were sent. */
  readonly missing: ReadonlySet<string>
  /** Those of them whose address is not in the list at all, so that nothing was written. */
  readonly absent: readonly string[]
}

/** Confirms the rows that are in the list with every cell that was sent. */
export async function checkAgainstList(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<ListCheck> {
  const { store, actOn, cipher, on24ClientId, eventId, runKey, signal, now, findings } = delivery
  const plan = await columns.read()
  const { emailHeading } = plan
  const sent = new Map(rows.map((row) => [row.addressHash, row]))
  const arrived: RowHashes[] = []
  const seen = new Set<string>()
  for await (const page of actOn.downloadList(columns.listId, {}, { signal })) {
    findings.answered = true
    for (const { cells } of page.rows) {
      const addressHash = cipher.hash(cells[emailHeading ?? '']?.trim().toLowerCase() ?? '')
      const row = sent.get(addressHash)
      if (row === undefined) continue
      seen.add(addressHash)
      if (holdsRow(cells, row)) {
        arrived.push(hashesOf(row))
        sent.delete(addressHash)
      }
    }
  }
  const place = { on24ClientId, eventId, runKey }
  await confirmWritten(store, { ...place, rows: arrived, created: null, at: now() })
  return {
    missing: new Set([...sent.values()].map(({ registrantId }) => registrantId)),
    absent: [...sent].flatMap(([hash, { registrantId }]) => (seen.has(hash) ? [] : [registrantId])),
  }

  /** Opens the sealed row only here, so that one row at a time is in plain text. */
  function holdsRow(cells: Readonly<Record<string, string | undefined>>, row: WaitingRow): boolean {
    const expected = Object.entries(recordFor(plan, openRow(cipher, row).cells))
    // The address is already compared, as an identity: Act-On may keep its own spelling of it.
    return expected.every(
      ([heading, value]) => heading === emailHeading || cells[heading] === value,
    )
  }
}

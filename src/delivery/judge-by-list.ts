/** Where a job's answer explains nothing, the list itself does: each sent row is looked for in a download. */
import { confirmWritten } from '../store/rows/confirm-written.ts'
import type { RowHashes } from '../reading/row-hashes.ts'
import { hashesOf } from '../store/rows/row-hashes.ts'
import type { WaitingRow } from '../store/rows/waiting-rows.ts'
import { recordFor } from './list/column-plan.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/list-columns.ts'
import { emailOf, openRow } from '../store/rows/row-content.ts'

export interface Judged {
  /** Registrants whose rows do not stand in the list as they were sent. */
  readonly missing: ReadonlySet<string>
  /** Those of them whose address the list does not hold at all: nothing of them was written. */
  readonly absent: readonly string[]
}

/** Books the rows that stand in the list with every cell that was sent. */
export async function judgeByList(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<Judged> {
  const { store, actOn, cipher, on24ClientId, eventId, runKey, signal, now, met } = delivery
  const plan = await columns.read()
  const { emailHeading } = plan
  const sent = new Map(
    rows.map((row) => {
      const content = openRow(cipher, row)
      const expected = Object.entries(recordFor(plan, content.cells))
      return [emailOf(content), { row: hashesOf(row), expected }]
    }),
  )
  const arrived: RowHashes[] = []
  const seen = new Set<string>()
  for await (const page of actOn.downloadList(columns.listId, {}, { signal })) {
    met.answered = true
    for (const { cells } of page.rows) {
      const email = cells[emailHeading ?? '']?.trim().toLowerCase() ?? ''
      const one = sent.get(email)
      seen.add(email)
      if (one?.expected.every(([heading, value]) => isThere(cells[heading], value, heading))) {
        arrived.push(one.row)
        sent.delete(email)
      }
    }
  }
  const place = { on24ClientId, eventId, runKey }
  await confirmWritten(store, { ...place, rows: arrived, created: null, at: now() })
  return {
    missing: new Set([...sent.values()].map(({ row }) => row.registrantId)),
    absent: [...sent].flatMap(([email, { row }]) => (seen.has(email) ? [] : [row.registrantId])),
  }

  function isThere(found: string | undefined, value: string, heading: string): boolean {
    // The address is compared as an identity: Act-On may keep its own spelling of it.
    if (heading === emailHeading) return true
    return found === value
  }
}

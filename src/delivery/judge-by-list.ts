/** Where a job's answer explains nothing, the list itself does: each sent row is looked for in a download. */
import type { WaitingRow } from '../store/waiting-rows.ts'
import { recordFor } from './column-plan.ts'
import { confirmWritten } from './confirm-rows.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list-columns.ts'
import { openRow } from './row-content.ts'
import { emailOf } from './single-upserts.ts'

/** Books the rows that stand in the list with every cell that was sent; returns the others. */
export async function judgeByList(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<ReadonlySet<string>> {
  const { actOn, cipher, signal } = delivery
  const plan = await columns.read()
  const { emailHeading } = plan
  const sent = new Map(
    rows.map((row) => {
      const content = openRow(cipher, row)
      const expected = Object.entries(recordFor(plan, content.cells))
      return [emailOf(content), { registrantId: row.registrant_id, expected }]
    }),
  )
  const arrived: string[] = []
  for await (const page of actOn.downloadList(columns.listId, {}, { signal })) {
    for (const { cells } of page.rows) {
      const email = cells[emailHeading ?? '']?.trim().toLowerCase() ?? ''
      const row = sent.get(email)
      if (row?.expected.every(([heading, value]) => isThere(cells[heading], value, heading))) {
        arrived.push(row.registrantId)
        sent.delete(email)
      }
    }
  }
  await confirmWritten(delivery, { registrantIds: arrived, created: null })
  return new Set([...sent.values()].map(({ registrantId }) => registrantId))

  function isThere(found: string | undefined, value: string, heading: string): boolean {
    // The address is compared as an identity: Act-On may keep its own spelling of it.
    if (heading === emailHeading) return true
    return found === value
  }
}

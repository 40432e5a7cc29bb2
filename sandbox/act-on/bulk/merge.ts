/**
 * Merges the lines of a file into a list. Only the first row with an address is updated. The caller provides the
 * transaction.
 */
import type { ActOnContext } from '../context.ts'
import { reasonToReject } from '../cell-rules.ts'
import type { MergeMode } from '../state/jobs.ts'
import { emailIndexOf } from '../state/lists.ts'
import type { List } from '../state/lists.ts'
import { findByEmail } from '../find-contact.ts'

export interface MergeRequest {
  readonly list: List
  readonly mode: MergeMode
  readonly keyHeading: string | null
  readonly putEmptyValues: boolean
  /** The index in a line of each column of the list. */
  readonly indexes: readonly number[]
  readonly lines: readonly (readonly string[])[]
}

export interface MergeResult {
  readonly appendCount: number
  readonly updateCount: number
  readonly rejects: readonly { readonly line: readonly string[]; readonly reason: string }[]
}

export function mergeIntoList(context: ActOnContext, request: MergeRequest): MergeResult {
  const { list, mode, putEmptyValues } = request
  const { contacts, clock } = context
  const at = clock.now().getTime()
  const finder = createFinder(context, request)
  const rejects: { line: readonly string[]; reason: string }[] = []
  const seen = new Set<number>()
  let appendCount = 0
  let updateCount = 0

  for (const line of request.lines) {
    const cells = request.indexes.map((index) => line[index] ?? '')
    const reason = reasonToReject(context, list, cells)
    if (reason !== null) {
      rejects.push({ line, reason })
      continue
    }
    const known = mode === 'APPEND' ? null : finder.find(cells)
    if (known === null) {
      if (mode === 'UPDATE_ONLY') continue
      const rowNo = contacts.insert(list, cells, at)
      finder.added(cells, rowNo)
      seen.add(rowNo)
      appendCount += 1
    } else if (mode !== 'APPEND_NO_DUPLICATES') {
      const next = putEmptyValues ? cells : known.cells.map((old, i) => cells[i] || old)
      contacts.update(list, known.rowNo, next, at)
      seen.add(known.rowNo)
      updateCount += 1
    }
  }
  if (mode === 'REPLACE') {
    for (const { rowNo } of contacts.all(list)) if (!seen.has(rowNo)) contacts.delete(list, rowNo)
  }
  context.lists.touch(list, at)
  return { appendCount, updateCount, rejects }
}

/** Finds rows by address, or by another heading that the merge names as its key. */
function createFinder(context: ActOnContext, { list, keyHeading }: MergeRequest) {
  const keyIndex = list.columns.findIndex(({ heading }) => heading === keyHeading)
  const emailIndex = emailIndexOf(list)
  if (keyIndex === -1 || keyIndex === emailIndex) {
    return {
      find: (cells: readonly string[]) => findByEmail(context, list, cells[emailIndex] ?? ''),
      added: () => undefined,
    }
  }
  const rowNos = new Map<string, number>()
  for (const { cells, rowNo } of context.contacts.all(list)) {
    const key = cells[keyIndex] ?? ''
    if (!rowNos.has(key)) rowNos.set(key, rowNo)
  }
  return {
    find: (cells: readonly string[]) => {
      const rowNo = rowNos.get(cells[keyIndex] ?? '')
      return rowNo === undefined ? null : context.contacts.find(list, rowNo)
    },
    added: (cells: readonly string[], rowNo: number) => rowNos.set(cells[keyIndex] ?? '', rowNo),
  }
}

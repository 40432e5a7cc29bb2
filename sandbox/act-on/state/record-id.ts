/** Record ids such as `l-0001:1f`: the list's id, a colon, and the row's number in hexadecimal. */
import type { List } from './lists.ts'

export function recordIdOf(list: Pick<List, 'listId'>, rowNo: number): string {
  return `${list.listId}:${rowNo.toString(16)}`
}

/** Null: not an id of this list. */
export function rowNoOf(list: Pick<List, 'listId'>, recordId: string): number | null {
  const [listId, row, ...rest] = recordId.split(':')
  if (listId !== list.listId || rest.length > 0 || !/^[0-9a-f]+$/.test(row ?? '')) return null
  return Number.parseInt(row ?? '', 16)
}

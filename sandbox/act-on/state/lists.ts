/**
 * Lists with their folder and columns. A folder is only a name on its lists. List ids are numbered per account, so two
 * accounts have the same ids.
 */
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction, numberOf, textOf } from './database.ts'
import type { Row } from './database.ts'

export const Column = z.object({
  heading: z.string(),
  /** `EMAIL`, `FIRSTNAME` …; null: none. */
  columnType: z.string().nullable(),
})
export type Column = Readonly<z.infer<typeof Column>>

const Columns = z.array(Column)

export interface List {
  /** Internal key, unique across all accounts. */
  readonly listKey: number
  readonly accountId: string
  readonly listId: string
  /** Act-On's listing type, e.g. `contact_list` or `media`. */
  readonly kind: string
  readonly name: string
  readonly folderName: string
  readonly columns: readonly Column[]
  /** Sandbox clock, milliseconds. */
  readonly createdAt: number
  readonly modifiedAt: number
  readonly countedAt: number
  readonly countedSize: number
}

export interface NewList {
  readonly accountId: string
  readonly kind: string
  readonly name: string
  readonly folderName: string
  readonly columns: readonly Column[]
  readonly at: number
}

export interface ListChange {
  readonly name?: string
  readonly folderName?: string
  readonly columns?: readonly Column[]
}

export interface Lists {
  create(list: NewList): List
  find(accountId: string, listId: string): List | null
  /** Oldest first. */
  all(accountId: string): List[]
  change(list: List, change: ListChange): void
  touch(list: List, at: number): void
  setCounted(list: List, size: number, at: number): void
  delete(list: List): void
}

export function createLists(database: DatabaseSync): Lists {
  const takeNumber = database.prepare(
    'UPDATE accounts SET next_list = next_list + 1 WHERE account_id = ? RETURNING next_list - 1 AS n',
  )
  const insert = database.prepare(
    `INSERT INTO lists (account_id, list_id, kind, name, folder, columns,
       created_at, modified_at, counted_at, counted_size)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING *`,
  )
  const selectOne = database.prepare('SELECT * FROM lists WHERE account_id = ? AND list_id = ?')
  const selectAll = database.prepare('SELECT * FROM lists WHERE account_id = ? ORDER BY list_key')
  const update = database.prepare(
    'UPDATE lists SET name = ?, folder = ?, columns = ? WHERE list_key = ?',
  )
  const touch = database.prepare('UPDATE lists SET modified_at = ? WHERE list_key = ?')
  const setCounted = database.prepare(
    'UPDATE lists SET counted_size = ?, counted_at = ? WHERE list_key = ?',
  )
  const deleteContacts = database.prepare('DELETE FROM contacts WHERE list_key = ?')
  const deleteList = database.prepare('DELETE FROM lists WHERE list_key = ?')

  return {
    create: ({ accountId, kind, name, folderName, columns, at }) =>
      inTransaction(database, () => {
        const taken = takeNumber.get(accountId)
        if (taken === undefined) throw new Error(`There is no account ${accountId}.`)
        const listId = `l-${numberOf(taken, 'n').toString(16).padStart(4, '0')}`
        const packed = JSON.stringify(columns)
        const row = insert.get(accountId, listId, kind, name, folderName, packed, at, at, at)
        if (row === undefined) throw new Error('The list was not inserted.')
        return toList(row)
      }),
    find: (accountId, listId) => {
      const row = selectOne.get(accountId, listId)
      return row === undefined ? null : toList(row)
    },
    all: (accountId) => selectAll.all(accountId).map(toList),
    change: (list, change) => {
      const { name, folderName, columns } = { ...list, ...change }
      update.run(name, folderName, JSON.stringify(columns), list.listKey)
    },
    touch: (list, at) => void touch.run(at, list.listKey),
    setCounted: (list, size, at) => void setCounted.run(size, at, list.listKey),
    delete: (list) =>
      inTransaction(database, () => {
        deleteContacts.run(list.listKey)
        deleteList.run(list.listKey)
      }),
  }
}

/** Index of the column that holds the address; -1: none. */
export function emailIndexOf(list: Pick<List, 'columns'>): number {
  return list.columns.findIndex((column) => column.columnType === 'EMAIL')
}

function toList(row: Row): List {
  return {
    listKey: numberOf(row, 'list_key'),
    accountId: textOf(row, 'account_id'),
    listId: textOf(row, 'list_id'),
    kind: textOf(row, 'kind'),
    name: textOf(row, 'name'),
    folderName: textOf(row, 'folder'),
    columns: Columns.parse(JSON.parse(textOf(row, 'columns'))),
    createdAt: numberOf(row, 'created_at'),
    modifiedAt: numberOf(row, 'modified_at'),
    countedAt: numberOf(row, 'counted_at'),
    countedSize: numberOf(row, 'counted_size'),
  }
}

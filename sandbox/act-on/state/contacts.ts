/**
 * The rows of lists. A row is an array of cells in the order of the list's columns. Nothing here prevents two rows with
 * the same address.
 */
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction, numberOf, textOf } from './database.ts'
import type { Row } from './database.ts'
import { emailIndexOf } from './lists.ts'
import type { List } from './lists.ts'

const Cells = z.array(z.string())

export interface Contact {
  readonly rowNo: number
  readonly cells: readonly string[]
  /** Sandbox clock, milliseconds. */
  readonly createdAt: number
  readonly modifiedAt: number
}

export interface Contacts {
  insert(list: List, cells: readonly string[], at: number): number
  update(list: List, rowNo: number, cells: readonly string[], at: number): void
  delete(list: List, rowNo: number): boolean
  find(list: List, rowNo: number): Contact | null
  /** All rows with this address, ignoring case; oldest first. */
  findByEmail(list: List, email: string): Contact[]
  count(list: List): number
  page(list: List, offset: number, count: number): Contact[]
  all(list: List): Contact[]
  /** Gives each row new cells, e.g. after a column was added. */
  rewrite(list: List, cellsOf: (cells: readonly string[]) => readonly string[]): void
}

export function createContacts(database: DatabaseSync): Contacts {
  const takeRow = database.prepare(
    'UPDATE lists SET next_row = next_row + 1 WHERE list_key = ? RETURNING next_row - 1 AS n',
  )
  const insert = database.prepare('INSERT INTO contacts VALUES (?, ?, ?, ?, ?, ?)')
  const update = database.prepare(
    'UPDATE contacts SET email_key = ?, cells = ?, modified_at = ? WHERE list_key = ? AND row_no = ?',
  )
  const remove = database.prepare('DELETE FROM contacts WHERE list_key = ? AND row_no = ?')
  const selectOne = database.prepare('SELECT * FROM contacts WHERE list_key = ? AND row_no = ?')
  // Otherwise, SQLite would scan the whole list in the order of its rows.
  const byEmail = database.prepare(
    `SELECT * FROM contacts INDEXED BY contacts_by_email
     WHERE list_key = ? AND email_key = ? ORDER BY row_no`,
  )
  const count = database.prepare('SELECT count(*) AS n FROM contacts WHERE list_key = ?')
  const page = database.prepare(
    'SELECT * FROM contacts WHERE list_key = ? ORDER BY row_no LIMIT ? OFFSET ?',
  )
  const all = (list: List) => page.all(list.listKey, -1, 0).map(toContact)

  return {
    insert: (list, cells, at) => {
      const taken = takeRow.get(list.listKey)
      if (taken === undefined) throw new Error(`The list ${list.listId} no longer exists.`)
      const rowNo = numberOf(taken, 'n')
      insert.run(list.listKey, rowNo, emailKeyOf(list, cells), JSON.stringify(cells), at, at)
      return rowNo
    },
    update: (list, rowNo, cells, at) =>
      void update.run(emailKeyOf(list, cells), JSON.stringify(cells), at, list.listKey, rowNo),
    delete: (list, rowNo) => remove.run(list.listKey, rowNo).changes === 1,
    find: (list, rowNo) => {
      const row = selectOne.get(list.listKey, rowNo)
      return row === undefined ? null : toContact(row)
    },
    findByEmail: (list, email) => byEmail.all(list.listKey, email.toLowerCase()).map(toContact),
    count: (list) => {
      const row = count.get(list.listKey)
      return row === undefined ? 0 : numberOf(row, 'n')
    },
    page: (list, offset, rows) => page.all(list.listKey, rows, offset).map(toContact),
    all,
    rewrite: (list, cellsOf) =>
      inTransaction(database, () => {
        for (const { rowNo, cells, modifiedAt } of all(list)) {
          const changed = cellsOf(cells)
          const packed = JSON.stringify(changed)
          update.run(emailKeyOf(list, changed), packed, modifiedAt, list.listKey, rowNo)
        }
      }),
  }
}

export function emailOf(list: List, cells: readonly string[]): string {
  return cells[emailIndexOf(list)] ?? ''
}

function emailKeyOf(list: List, cells: readonly string[]): string {
  return emailOf(list, cells).toLowerCase()
}

function toContact(row: Row): Contact {
  return {
    rowNo: numberOf(row, 'row_no'),
    cells: Cells.parse(JSON.parse(textOf(row, 'cells'))),
    createdAt: numberOf(row, 'created_at'),
    modifiedAt: numberOf(row, 'modified_at'),
  }
}

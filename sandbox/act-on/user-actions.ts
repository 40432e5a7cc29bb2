/** What users do in Act-On's own pages, unknown to integrations. Not in the ledger. */
import type { ActOnContext } from './context.ts'
import type { User } from './state/accounts.ts'
import { emailIndexOf } from './state/lists.ts'
import type { Column, List } from './state/lists.ts'
import { recordIdOf, rowNoOf } from './state/record-id.ts'

export type Cells = Readonly<Record<string, string>>

/** `list` is always the list's id. Each action throws if its list, column or contact does not exist. */
export interface UserActions {
  addList(accountId: string, list: { name: string; folderName: string; columns: Column[] }): string
  deleteList(accountId: string, list: string): void
  renameList(accountId: string, list: string, name: string): void
  moveList(accountId: string, list: string, folderName: string): void
  renameColumn(accountId: string, list: string, heading: string, newHeading: string): void
  /** At the end, or before the column with the heading `before`. */
  addColumn(accountId: string, list: string, heading: string, before?: string): void
  deleteColumn(accountId: string, list: string, heading: string): void
  /** Returns the record id. */
  addRow(accountId: string, list: string, cells: Cells): string
  editCell(accountId: string, recordId: string, heading: string, value: string): void
  deleteRow(accountId: string, recordId: string): void
  addUser(user: User): void
  changePassword(userName: string, password: string): void
  /** Ends the user's tokens, as another integration or an administrator could. */
  revokeTokens(userName: string): void
  /** Expires the account's access tokens without moving the clock. */
  expireAccessTokens(accountId: string): void
  disableApi(accountId: string): void
  enableApi(accountId: string): void
}

export function createUserActions(context: ActOnContext): UserActions {
  const { accounts, tokens, lists, contacts, clock, knobs } = context
  const now = () => clock.now().getTime()
  const listOf = (accountId: string, listId: string) => {
    const list = lists.find(accountId, listId)
    if (list === null) throw new Error(`There is no list ${listId}.`)
    return list
  }
  const columnOf = (list: List, heading: string) => {
    const index = list.columns.findIndex((column) => column.heading === heading)
    if (index === -1) throw new Error(`There is no column ${heading}.`)
    return index
  }
  const contactOf = (accountId: string, recordId: string) => {
    const list = listOf(accountId, recordId.split(':')[0] ?? '')
    const rowNo = rowNoOf(list, recordId)
    const contact = rowNo === null ? null : contacts.find(list, rowNo)
    if (contact === null) throw new Error(`There is no contact ${recordId}.`)
    return { list, contact }
  }
  const spliceColumn = (list: List, index: number, remove: number, added: Column[]) => {
    const blanks = added.map(() => '')
    const columns = list.columns.toSpliced(index, remove, ...added)
    // With the new columns, because the address may then be in another column.
    contacts.rewrite({ ...list, columns }, (cells) => cells.toSpliced(index, remove, ...blanks))
    lists.change(list, { columns })
  }

  return {
    addList: (accountId, list) =>
      lists.create({ accountId, kind: 'contact_list', at: now(), ...list }).listId,
    deleteList: (accountId, list) => lists.delete(listOf(accountId, list)),
    renameList: (accountId, list, name) => lists.change(listOf(accountId, list), { name }),
    moveList: (accountId, list, folderName) =>
      lists.change(listOf(accountId, list), { folderName }),
    renameColumn: (accountId, listId, heading, newHeading) => {
      const list = listOf(accountId, listId)
      const index = columnOf(list, heading)
      const columns = list.columns.map((column, at) =>
        at === index ? { ...column, heading: newHeading } : column,
      )
      lists.change(list, { columns })
    },
    addColumn: (accountId, listId, heading, before) => {
      const list = listOf(accountId, listId)
      const index = before === undefined ? list.columns.length : columnOf(list, before)
      spliceColumn(list, index, 0, [{ heading, columnType: null }])
    },
    deleteColumn: (accountId, listId, heading) => {
      const list = listOf(accountId, listId)
      const index = columnOf(list, heading)
      if (index === emailIndexOf(list))
        throw new Error('The address column of a list cannot be deleted.')
      spliceColumn(list, index, 1, [])
    },
    addRow: (accountId, listId, cells) => {
      const list = listOf(accountId, listId)
      const values = list.columns.map(({ heading }) => cells[heading] ?? '')
      return recordIdOf(list, contacts.insert(list, values, now()))
    },
    editCell: (accountId, recordId, heading, value) => {
      const { list, contact } = contactOf(accountId, recordId)
      const cells = contact.cells.with(columnOf(list, heading), value)
      contacts.update(list, contact.rowNo, cells, now())
    },
    deleteRow: (accountId, recordId) => {
      const { list, contact } = contactOf(accountId, recordId)
      contacts.delete(list, contact.rowNo)
    },
    addUser: (user) => accounts.addUser(user),
    changePassword: (userName, password) => {
      accounts.setPassword(userName, password)
      if (knobs.passwordChangeEndsTokens) tokens.endAll(userName, now())
    },
    revokeTokens: (userName) => tokens.endAll(userName, now()),
    expireAccessTokens: (accountId) => tokens.endAccess(accountId, now()),
    disableApi: (accountId) => accounts.setApiEnabled(accountId, false),
    enableApi: (accountId) => accounts.setApiEnabled(accountId, true),
  }
}

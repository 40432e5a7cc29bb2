/** What a person chose on a page of the view, carried out with the actions that Act-On's users have. */
import { z } from 'zod'
import { byHeading } from '../cell-rules.ts'
import type { ActOnContext } from '../context.ts'
import type { List } from '../state/lists.ts'
import { rowNoOf } from '../state/record-id.ts'
import { createUserActions } from '../user-actions.ts'

export const RowChoice = z.discriminatedUnion('does', [
  z.object({ does: z.literal('editCell'), heading: z.string(), value: z.string() }),
  z.object({ does: z.literal('copyRow') }),
  z.object({ does: z.literal('deleteRow') }),
])
export type RowChoice = z.infer<typeof RowChoice>

export const ListChoice = z.discriminatedUnion('does', [
  z.object({
    does: z.literal('renameColumn'),
    heading: z.string(),
    newHeading: z.string().trim().min(1),
  }),
  z.object({ does: z.literal('deleteColumn'), heading: z.string() }),
  z.object({ does: z.literal('moveList'), folderName: z.string().trim().min(1) }),
  z.object({ does: z.literal('deleteList') }),
])
export type ListChoice = z.infer<typeof ListChoice>

/** Returns the record id of the row that is left to show; null after a deletion. Throws like the actions. */
export function changeRow(
  context: ActOnContext,
  list: List,
  recordId: string,
  choice: RowChoice,
): string | null {
  const { accountId, listId } = list
  const user = createUserActions(context)
  switch (choice.does) {
    case 'editCell':
      user.editCell(accountId, recordId, choice.heading, choice.value)
      return recordId
    case 'copyRow': {
      const contact = context.contacts.find(list, rowNoOf(list, recordId) ?? -1)
      if (contact === null) throw new Error(`There is no contact ${recordId}.`)
      return user.addRow(accountId, listId, byHeading(list, contact.cells))
    }
    case 'deleteRow':
      user.deleteRow(accountId, recordId)
      return null
  }
}

/** Returns whether the list is still there. Throws like the actions. */
export function changeList(context: ActOnContext, list: List, choice: ListChoice): boolean {
  const { accountId, listId } = list
  const user = createUserActions(context)
  switch (choice.does) {
    case 'renameColumn':
      user.renameColumn(accountId, listId, choice.heading, choice.newHeading)
      return true
    case 'deleteColumn':
      user.deleteColumn(accountId, listId, choice.heading)
      return true
    case 'moveList':
      user.moveList(accountId, listId, choice.folderName)
      return true
    case 'deleteList':
      user.deleteList(accountId, listId)
      return false
  }
}

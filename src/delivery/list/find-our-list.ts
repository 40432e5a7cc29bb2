/** Finds the list of a webinar for which the store has none. */
import type { ActOnClient } from '../../act-on/client.ts'
import type { ContactList } from '../../act-on/lists.ts'
import { planColumns } from '../../mapping/column-plan.ts'
import { listName, listNameEnding } from '../../mapping/list-name.ts'
import type { Store } from '../../store/database.ts'
import { listsInUse } from '../../store/webinars/act-on-lists.ts'
import type { WebinarRow } from '../../store/webinars/webinars.ts'

interface Search {
  readonly store: Store
  readonly actOn: Pick<ActOnClient, 'readHeadings'>
  readonly signal: AbortSignal
}

/**
 * A list may exist although the store has none: an answer was lost, the store was restored from an older backup, or the
 * account was linked before. It is found by its folder and by the event id at the end of its name, because the title
 * may have changed. Of several, the one with the name it would be given now comes first, because a user's copy or
 * rename has another name; then the order of Act-On counts. Never a list that another webinar uses, whatever a user
 * has called it, nor one without our headings: that is a user's own.
 * @param lists in the account's folder.
 */
export async function findOurList(
  { store, actOn, signal }: Search,
  { on24ClientId, eventId, title }: Pick<WebinarRow, 'on24ClientId' | 'eventId' | 'title'>,
  lists: readonly ContactList[],
): Promise<ContactList | null> {
  const ending = listNameEnding(eventId)
  const candidates = lists.filter(({ name }) => name.endsWith(ending))
  if (candidates.length === 0) return null
  const ids = candidates.map(({ listId }) => listId)
  const inUse = await listsInUse(store, on24ClientId, ids)
  const free = candidates.filter(({ listId }) => !inUse.has(listId))
  const name = listName(title, eventId)
  const inOrder = [
    ...free.filter((list) => list.name === name),
    ...free.filter((list) => list.name !== name),
  ]
  for (const list of inOrder) {
    const plan = planColumns(await actOn.readHeadings(list.listId, { signal }))
    // Without the two columns that identify a row's person nothing can be written to a list.
    if (plan.emailHeading !== null && plan.registrantIdHeading !== null) return list
  }
  return null
}

/** Ensures that a webinar has exactly one list in Act-On, even if answers are lost. */
import { ActOnRequestRefused } from '../../act-on/errors.ts'
import type { ContactList } from '../../act-on/lists.ts'
import type { ListColumn } from '../../contracts/act-on-column.ts'
import { FIELD_TABLE } from '../../mapping/field-table.ts'
import { listName, listNameEnding } from '../../mapping/list-name.ts'
import { listsInUse } from '../../store/webinars/act-on-lists.ts'
import { getWebinar, updateWebinar, type WebinarRow } from '../../store/webinars/webinars.ts'
import type { Delivery } from '../delivery.ts'
import { planColumns } from '../../mapping/column-plan.ts'
import { readListsInFolder } from './lists-in-folder.ts'
import { certainlyNotWritten } from '../certainly-not-written.ts'

export type EnsuredList =
  | { readonly listId: string; readonly justMade: boolean }
  /** A create was not answered, and the list does not appear yet: look again later. */
  | 'notVisibleYet'

const COLUMNS: readonly ListColumn[] = FIELD_TABLE.map(({ heading, columnType }) =>
  columnType === undefined ? { heading } : { heading, columnType },
)

/**
 * The folder has the ON24 client id as its name, and Act-On creates it with its first list. `list_create_started_at`
 * stays until the new list has answered: if its id does not work, the list is searched like one whose create was not
 * answered. Throws ActOnRequestRefused if Act-On refuses the list and none of ours exists.
 */
export async function ensureList(delivery: Delivery): Promise<EnsuredList> {
  const { store, on24ClientId, eventId, now } = delivery
  const webinar = await getWebinar(store, on24ClientId, eventId)
  if (webinar.listId !== null) return { listId: webinar.listId, justMade: false }

  const startedAt = webinar.listCreateStartedAt
  const found = await findOurList(delivery, webinar, { afresh: startedAt !== null })
  if (found !== null) return adoptList(delivery, found)
  if (startedAt !== null) {
    const lookedForMs = now().getTime() - startedAt.getTime()
    if (lookedForMs < delivery.timing.createLookupMinutes * 60_000) return 'notVisibleYet'
  }
  return createList(delivery, webinar)
}

async function createList(delivery: Delivery, webinar: WebinarRow): Promise<EnsuredList> {
  const { store, actOn, on24ClientId, eventId, signal, now } = delivery
  const name = listName(webinar.title, eventId)
  await updateWebinar(store, on24ClientId, eventId, { listCreateStartedAt: now() })
  try {
    const { listId } = await actOn.createList(
      { name, folderName: on24ClientId, columns: COLUMNS },
      { signal },
    )
    await updateWebinar(store, on24ClientId, eventId, {
      listId,
      listName: name,
    })
    return { listId, justMade: true }
  } catch (error) {
    if (!certainlyNotWritten(error)) throw error
    await updateWebinar(store, on24ClientId, eventId, { listCreateStartedAt: null })
    // Act-On may refuse a name that is taken, perhaps by our own list, which did not appear before.
    const found =
      error instanceof ActOnRequestRefused
        ? await findOurList(delivery, webinar, { afresh: true })
        : null
    if (found === null) throw error
    return adoptList(delivery, found)
  }
}

/**
 * A list may exist although the store has none: an answer was lost, the store was restored from an older backup, or the
 * account was linked before. It is found by its folder and by the event id at the end of its name, because the title
 * may have changed. Of several, the one with the name it would be given now comes first, because a user's copy or
 * rename has another name; then the order of Act-On counts. Never a list that another webinar uses, whatever a user
 * has called it, nor one without our headings: that is a user's own.
 */
async function findOurList(
  delivery: Delivery,
  webinar: WebinarRow,
  { afresh }: { readonly afresh: boolean },
): Promise<ContactList | null> {
  const { store, actOn, on24ClientId, eventId, listsInFolder, signal } = delivery
  const lists = await (afresh
    ? readListsInFolder(actOn, on24ClientId, signal)
    : listsInFolder.read())
  const ending = listNameEnding(eventId)
  const candidates = lists.filter(({ name }) => name.endsWith(ending))
  if (candidates.length === 0) return null
  const ids = candidates.map(({ listId }) => listId)
  const inUse = await listsInUse(store, on24ClientId, ids)
  const free = candidates.filter(({ listId }) => !inUse.has(listId))
  const name = listName(webinar.title, eventId)
  const inOrder = [
    ...free.filter((list) => list.name === name),
    ...free.filter((list) => list.name !== name),
  ]
  for (const list of inOrder) if (await hasOurHeadings(delivery, list)) return list
  return null
}

/** The two columns that identify a row's person: without them nothing can be written to a list. */
async function hasOurHeadings(
  { actOn, signal }: Delivery,
  { listId }: ContactList,
): Promise<boolean> {
  const plan = planColumns(await actOn.readHeadings(listId, { signal }))
  return plan.emailHeading !== null && plan.registrantIdHeading !== null
}

async function adoptList(delivery: Delivery, found: ContactList): Promise<EnsuredList> {
  await updateWebinar(delivery.store, delivery.on24ClientId, delivery.eventId, {
    listId: found.listId,
    listName: found.name,
    listCreateStartedAt: null,
  })
  return { listId: found.listId, justMade: false }
}

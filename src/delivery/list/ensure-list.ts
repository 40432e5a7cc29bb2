/** Ensures that a webinar has exactly one list in Act-On, even if answers are lost. */
import { ActOnRequestRefused } from '../../act-on/errors.ts'
import type { ContactList } from '../../act-on/lists.ts'
import type { ListColumn } from '../../contracts/act-on-column.ts'
import { FIELD_TABLE } from '../../mapping/field-table.ts'
import { listName } from '../../mapping/list-name.ts'
import { adoptList } from '../../store/webinars/act-on-lists.ts'
import { updateWebinar, type WebinarRow } from '../../store/webinars/webinars.ts'
import type { Delivery } from '../delivery.ts'
import { findOurList } from './find-our-list.ts'
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
export async function ensureList(delivery: Delivery, webinar: WebinarRow): Promise<EnsuredList> {
  const { now } = delivery
  if (webinar.listId !== null) return { listId: webinar.listId, justMade: false }

  const startedAt = webinar.listCreateStartedAt
  const found = await findList(delivery, webinar, { afresh: startedAt !== null })
  if (found !== null) return useList(delivery, webinar, found)
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
        ? await findList(delivery, webinar, { afresh: true })
        : null
    if (found === null) throw error
    return useList(delivery, webinar, found)
  }
}

async function findList(
  delivery: Delivery,
  webinar: WebinarRow,
  { afresh }: { readonly afresh: boolean },
): Promise<ContactList | null> {
  const { actOn, on24ClientId, listsInFolder, signal } = delivery
  const lists = await (afresh
    ? readListsInFolder(actOn, on24ClientId, signal)
    : listsInFolder.read())
  return findOurList(delivery, webinar, lists)
}

async function useList({ store }: Delivery, webinar: WebinarRow, found: ContactList) {
  await adoptList(store, webinar, found)
  return { listId: found.listId, justMade: false }
}

/** Makes sure that a webinar has its list in Act-On: exactly one, whatever answers were lost. */
import {
  ActOnError,
  ActOnRequestRefused,
  ActOnUnavailable,
  ActOnUnexpectedResponse,
} from '../act-on/errors.ts'
import type { ListColumn } from '../contracts/list-column.ts'
import { FIELD_TABLE } from '../mapping/field-table.ts'
import { listName, listNameEnding } from '../mapping/list-name.ts'
import { DayBudgetUsed } from '../limits/day-budget.ts'
import { getWebinar, updateWebinar } from '../store/webinars.ts'
import type { Delivery } from './delivery.ts'

export type EnsuredList =
  | { readonly listId: string; readonly justMade: boolean }
  /** A create was not answered and the list is not to be seen yet: look again later. */
  | 'notVisibleYet'

const COLUMNS: readonly ListColumn[] = FIELD_TABLE.map(({ heading, columnType }) =>
  columnType === undefined ? { heading } : { heading, columnType },
)

/**
 * The folder is named like the ON24 client and comes into being with its first list. Throws
 * ActOnRequestRefused when Act-On does not take the list and none of ours is there.
 */
export async function ensureList(delivery: Delivery): Promise<EnsuredList> {
  const { store, on24ClientId, eventId, now } = delivery
  const webinar = await getWebinar(store, on24ClientId, eventId)
  if (webinar.list_id !== null) return { listId: webinar.list_id, justMade: false }

  const startedAt = webinar.list_create_started_at
  if (startedAt !== null) {
    const found = await findOurList(delivery)
    if (found !== null) return adopt(delivery, found)
    const lookedForMs = now().getTime() - startedAt.getTime()
    if (lookedForMs < delivery.policy.createLookupMinutes * 60_000) return 'notVisibleYet'
  }
  return createList(delivery, listName(webinar.title, eventId))
}

async function createList(delivery: Delivery, name: string): Promise<EnsuredList> {
  const { store, actOn, on24ClientId, eventId, signal, now } = delivery
  await updateWebinar(store, on24ClientId, eventId, { list_create_started_at: now() })
  try {
    const { listId } = await actOn.createList(
      { name, folderName: on24ClientId, columns: COLUMNS },
      { signal },
    )
    await updateWebinar(store, on24ClientId, eventId, {
      list_id: listId,
      list_name: name,
      list_create_started_at: null,
    })
    return { listId, justMade: true }
  } catch (error) {
    if (!surelyNotCreated(error)) throw error
    await updateWebinar(store, on24ClientId, eventId, { list_create_started_at: null })
    // Act-On may refuse a name that is taken: by our own list, if the store was set back to an older day.
    const found = error instanceof ActOnRequestRefused ? await findOurList(delivery) : null
    if (found === null) throw error
    return adopt(delivery, found)
  }
}

/** A refusal is an answer: of the request, of the token or of one call too many. */
function surelyNotCreated(error: unknown): boolean {
  if (error instanceof ActOnUnavailable) return !error.mayHaveTakenEffect
  if (error instanceof ActOnUnexpectedResponse) return false
  return error instanceof ActOnError || error instanceof DayBudgetUsed
}

interface FoundList {
  readonly listId: string
  readonly name: string
}

/** By folder and by the ending with the event id: the title may have been another one. */
async function findOurList({
  actOn,
  on24ClientId,
  eventId,
  signal,
}: Delivery): Promise<FoundList | null> {
  const ending = listNameEnding(eventId)
  for await (const list of actOn.listContactLists({ signal })) {
    if (list.folderName === on24ClientId && list.name.endsWith(ending)) return list
  }
  return null
}

async function adopt(delivery: Delivery, found: FoundList): Promise<EnsuredList> {
  await updateWebinar(delivery.store, delivery.on24ClientId, delivery.eventId, {
    list_id: found.listId,
    list_name: found.name,
    list_create_started_at: null,
  })
  return { listId: found.listId, justMade: false }
}

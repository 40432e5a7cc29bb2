/** The link to a webinar's list in Act-On, whose address only the setting ACTON_LIST_URL knows. */
import { LIST_ID } from '../../config/setting-formats.ts'
import { html, type Html } from '../html.ts'

/** ACTON_LIST_URL; null: there are no links. */
export type ListUrl = string | null

export interface LinkedList {
  /** Different for each link of a page. */
  readonly id: string
  readonly eventId: string
  /** Null: the webinar has no list. */
  readonly listId: string | null
}

export function listLink(listUrl: ListUrl, { id, eventId, listId }: LinkedList): Html {
  if (listUrl === null || listId === null) return ''
  return html`<a
    class="elsewhere"
    id="list-${id}"
    href="${listUrl.replaceAll(LIST_ID, encodeURIComponent(listId))}"
    >Open in Act-On<span class="unseen">: the list of webinar ${eventId}</span></a
  >`
}

/** Lists and creates contact lists. Act-On has no call to search, rename or move a list. */
import type { ListColumn } from '../contracts/act-on-column.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { ActOnApi } from './api.ts'
import { pageThrough } from './paging.ts'
import { listPath } from './paths.ts'
import { createdListSchema, listPageSchema } from './schemas.ts'
import { newListForm } from './upload-form.ts'

const PAGE_SIZE = 1000

export interface ContactList {
  readonly listId: string
  readonly name: string
  readonly folderName: string
}

export interface NewList {
  /** Act-On requires a unique name and does not document what happens otherwise. */
  readonly name: string
  /** Act-On creates the folder with its first list. */
  readonly folderName: string
  readonly columns: readonly ListColumn[]
}

/**
 * Yields all contact lists of the account, page by page. A list that was just created may appear late.
 * Act-On REST API, GET /api/1/list.
 */
export async function* listContactLists(
  api: ActOnApi,
  options: CallOptions,
): AsyncGenerator<ContactList, void> {
  const readPage = async (offset: number) => {
    const query = {
      listingtype: 'CONTACT_LIST',
      count: String(PAGE_SIZE),
      offset: String(offset),
    }
    const request = { endpoint: 'lists', method: 'GET', path: listPath(), query } as const
    const { result, totalCount } = await api.read(request, listPageSchema, options)
    return { rows: result, totalCount: totalCount ?? null }
  }
  for await (const rows of pageThrough(readPage, ({ id }) => id)) {
    for (const { id, name, folderName } of rows) {
      if (id !== '') yield { listId: id, name: name ?? '', folderName: folderName ?? '' }
    }
  }
}

/**
 * Creates an empty list; Act-On does so at once. After an ActOnUnavailable that may have taken effect, search the
 * lists before another attempt: a second call creates a second list.
 * Act-On REST API, POST /api/1/list without a file.
 */
export async function createList(
  api: ActOnApi,
  list: NewList,
  options: CallOptions,
): Promise<{ readonly listId: string }> {
  const form = () => newListForm(list.name, list.folderName, list.columns)
  const request = { endpoint: 'createList', method: 'POST', path: listPath(), form } as const
  return api.read(request, createdListSchema, options)
}

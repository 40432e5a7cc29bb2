/** Contact lists: finding them and making one. Act-On has no call to search, rename or move a list. */
import type { ListColumn } from '../contracts/list-column.ts'
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
  /** Act-On asks for a unique name and does not say what happens otherwise. */
  readonly name: string
  /** Made by Act-On with its first list. */
  readonly folderName: string
  readonly columns: readonly ListColumn[]
}

/**
 * All contact lists of the account, page by page. A list that has just been made may appear late.
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
 * Makes an empty list, at once. An ActOnUnavailable that may have taken effect must be followed by a look
 * through the lists: a second create makes a second list.
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

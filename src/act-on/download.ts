/** Downloads the headings and rows of a list. */
import type { Cells } from '../contracts/act-on-column.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { ActOnApi } from './api.ts'
import { ActOnRequestRefused, ActOnUnexpectedResponse, ActOnUnknownColumn } from './errors.ts'
import { pageThrough } from './paging.ts'
import { listPath } from './paths.ts'
import { downloadPageSchema } from './schemas.ts'

const PAGE_SIZE = 1000
const RECORD_ID = '_contact_id_'

interface ListRow {
  /** Opaque, e.g. `l-0001:1f`. */
  readonly recordId: string
  /** By heading. If two columns have the same heading, the first one counts. */
  readonly cells: Cells
}

export interface ListRows {
  readonly headings: readonly string[]
  readonly rows: readonly ListRow[]
}

/**
 * Returns the headings in the order of the list, without Act-On's record id.
 * Act-On REST API, GET /api/1/list/{listid}.
 */
export async function readHeadings(
  api: ActOnApi,
  listId: string,
  options: CallOptions,
): Promise<readonly string[]> {
  const { headings } = await readPage(api, listId, { count: '1', offset: '0' }, options)
  return headings
}

/**
 * Yields all rows of the list in pages, each record once; for an empty list, one page without rows. `headings` limits
 * the columns.
 * Act-On REST API, GET /api/1/list/{listid}.
 */
export async function* downloadList(
  api: ActOnApi,
  listId: string,
  wanted: { readonly headings?: readonly string[] },
  options: CallOptions,
): AsyncGenerator<ListRows, void> {
  let fields = fieldsOf(wanted.headings)
  let headings: readonly string[] = []
  const readAt = async (offset: number) => {
    const query = { count: String(PAGE_SIZE), offset: String(offset) }
    let page = fields && (await readChosenFields(api, listId, { ...query, fields }, options))
    if (!page) {
      fields = null
      page = await readPage(api, listId, query, options)
    }
    if (!page.hasRecordIds) {
      throw new ActOnUnexpectedResponse('download', `no ${RECORD_ID} among the headers`)
    }
    headings = page.headings
    return page
  }
  let isEmpty = true
  for await (const rows of pageThrough(readAt, ({ recordId }) => recordId)) {
    isEmpty = false
    yield { headings, rows }
  }
  if (isEmpty) yield { headings, rows: [] }
}

/** Null if a heading contains the separator, which cannot be escaped. */
function fieldsOf(headings: readonly string[] | undefined): string | null {
  if (!headings || headings.some((heading) => heading.includes(';'))) return null
  return [RECORD_ID, ...headings].join(';')
}

/**
 * Null if Act-On does not return record ids in this way. It does not document whether they come with chosen fields
 * always, only if requested, or not at all.
 */
async function readChosenFields(
  api: ActOnApi,
  listId: string,
  query: Readonly<Record<string, string>>,
  options: CallOptions,
) {
  try {
    const page = await readPage(api, listId, query, options)
    return page.hasRecordIds ? page : null
  } catch (error) {
    if (error instanceof ActOnUnknownColumn || error instanceof ActOnRequestRefused) return null
    throw error
  }
}

async function readPage(
  api: ActOnApi,
  listId: string,
  query: Readonly<Record<string, string>>,
  options: CallOptions,
) {
  const request = { endpoint: 'download', method: 'GET', path: listPath(listId), query } as const
  const { headers, data, totalCount } = await api.read(request, downloadPageSchema, options)
  const idIndex = headers.indexOf(RECORD_ID)
  const columns = columnsOf(headers)
  return {
    totalCount: totalCount ?? null,
    headings: headers.filter((heading) => heading !== RECORD_ID),
    hasRecordIds: idIndex >= 0,
    rows: data.map((values) => ({
      recordId: values[idIndex] ?? '',
      cells: Object.fromEntries(columns.map(({ heading, at }) => [heading, values[at] ?? ''])),
    })),
  }
}

/** The first index of each heading. The record id may be in any position. */
function columnsOf(headers: readonly string[]) {
  return headers
    .map((heading, at) => ({ heading, at }))
    .filter(({ heading, at }) => heading !== RECORD_ID && headers.indexOf(heading) === at)
}

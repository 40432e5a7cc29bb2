/** `GET /api/1/list/{listid}`: the rows of a list, as JSON in pages or as CSV. */
import { stringify } from 'csv-stringify/sync'
import { onList } from '../api-endpoint.ts'
import type { ApiCall, ApiEndpoint } from '../api-endpoint.ts'
import { apiErrorOfUnknownCode, json } from '../answers.ts'
import { isAnswer } from '../bulk/upload-form.ts'
import { chooseColumns } from '../download-columns.ts'
import { readPage } from '../paging.ts'
import type { Contact } from '../state/contacts.ts'
import type { List } from '../state/lists.ts'

const MOST_JSON_FIELDS = 255

export const downloadList: ApiEndpoint = {
  name: 'download',
  method: 'GET',
  path: '/api/1/list/:listId',
  handle: onList((call, list) => {
    const { context, query } = call
    const columns = chooseColumns(context.knobs, query, list)
    if (isAnswer(columns)) return columns
    const asCsv = query.get('responseformat')?.toUpperCase() === 'CSV'
    if (!asCsv && columns.length > MOST_JSON_FIELDS) {
      return apiErrorOfUnknownCode('Too many fields for JSON.')
    }
    const page = readPage(context.knobs, query, context.knobs.downloadDefaultCount)
    if (isAnswer(page)) return page
    const { rows, totalCount } = rowsOf(call, list, page, asCsv && !query.has('count'))
    const headers = columns.map(({ heading }) => heading)
    const data = rows.map((contact) => columns.map(({ valueOf }) => valueOf(contact)))
    if (asCsv) return { status: 200, contentType: 'text/csv', body: stringify([headers, ...data]) }
    return json({
      listId: list.listId,
      offset: page.offset,
      count: data.length,
      totalCount,
      emailColumn: columns.findIndex(({ isEmail }) => isEmail),
      headers,
      data,
    })
  }),
}

/** Only JSON is limited to 1000 rows. */
function rowsOf(
  { context, query }: ApiCall,
  list: List,
  page: { count: number; offset: number },
  unlimited: boolean,
): { rows: Contact[]; totalCount: number } {
  const count = unlimited ? -1 : page.count
  const between = stampFilter(query, context.knobs.downloadTimeUnit === 's' ? 1000 : 1)
  if (between === null) {
    const rows = context.contacts.page(list, page.offset, count)
    return { rows, totalCount: context.contacts.count(list) }
  }
  const all = context.contacts.all(list).filter(between)
  const end = unlimited ? undefined : page.offset + count
  return { rows: all.slice(page.offset, end), totalCount: all.length }
}

function stampFilter(
  query: URLSearchParams,
  unitMs: number,
): ((contact: Contact) => boolean) | null {
  const bound = (name: string) => {
    const text = query.get(name)
    return text === null ? null : Number(text) * unitMs
  }
  const [modBefore, modAfter] = [bound('modbefore'), bound('modafter')]
  const [createdBefore, createdAfter] = [bound('createdbefore'), bound('createdafter')]
  if ([modBefore, modAfter, createdBefore, createdAfter].every((at) => at === null)) return null
  return ({ modifiedAt, createdAt }) =>
    (modBefore === null || modifiedAt < modBefore) &&
    (modAfter === null || modifiedAt > modAfter) &&
    (createdBefore === null || createdAt < createdBefore) &&
    (createdAfter === null || createdAt > createdAfter)
}

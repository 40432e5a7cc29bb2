/** `GET /api/1/list`: all lists and, unless a type is requested, all other assets of the account. */
import type { ApiCall, ApiEndpoint } from '../api-endpoint.ts'
import { json } from '../answers.ts'
import type { List } from '../state/lists.ts'
import { isAnswer } from '../bulk/upload-form.ts'
import { readPage } from '../paging.ts'

export const listLists: ApiEndpoint = {
  name: 'lists',
  method: 'GET',
  path: '/api/1/list',
  handle: (call) => {
    const { context, query, accountId, at } = call
    const page = readPage(context.knobs, query, context.knobs.listingDefaultCount)
    if (isAnswer(page)) return page
    const kind = query.get('listingtype')?.toLowerCase() ?? null
    const all = context.lists
      .all(accountId)
      .filter((list) => kind === null || list.kind === kind)
      .filter((list) => list.createdAt + context.knobs.newListListedAfterMs <= at)
    const rows = all.slice(page.offset, page.offset + page.count)
    return json({
      offset: page.offset,
      count: rows.length,
      totalCount: all.length,
      result: rows.map((list) => listingRow(call, list)),
    })
  },
}

function listingRow(call: ApiCall, list: List) {
  const { size, countedAt } = sizeOf(call, list)
  return {
    id: list.listId,
    name: list.name,
    folderName: list.folderName,
    sourceId: '',
    baseId: '',
    description: list.kind === 'contact_list' ? 'Uploaded Marketing List' : '',
    sourceSize: String(size),
    sourceName: list.name,
    tsLastModified: list.modifiedAt,
    tsLastCounted: countedAt,
    tsSource: list.createdAt,
    sourceTS: sourceTime(list.createdAt),
    bIsSingleton: false,
    bIsList: list.kind === 'contact_list',
    bIsSforce: false,
    bIsSforceReport: false,
    bIsSforceAvailable: false,
  }
}

/** Counted only from time to time, not when rows change, so it may be wrong. */
function sizeOf({ context, at }: ApiCall, list: List): { size: number; countedAt: number } {
  if (at - list.countedAt < context.knobs.sourceSizeRecountMs) {
    return { size: list.countedSize, countedAt: list.countedAt }
  }
  const size = context.contacts.count(list)
  context.lists.setCounted(list, size, at)
  return { size, countedAt: at }
}

/** As in the vendor's example: `Aug 27 2024 4:14 PM PDT`. */
function sourceTime(at: number): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Los_Angeles',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  const time = `${part('hour')}:${part('minute')} ${part('dayPeriod')} ${part('timeZoneName')}`
  return `${part('month')} ${part('day')} ${part('year')} ${time}`
}

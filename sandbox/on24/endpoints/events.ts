/** GET /client/{clientId}/event: the account's events, filtered by one of their dates. */
import { eventRow, eventTimes } from '../../world/rows/event-row.ts'
import type { WebinarState } from '../../world/webinar-state.ts'
import { dateWindow, isWithin } from '../date-window.ts'
import { pageOf, rowsUnder } from '../paging.ts'
import { Refusal } from '../refusal.ts'
import { scrambled, withIdTypes } from '../row-ids.ts'
import { checkSubAccounts, webinarsOf } from '../service.ts'
import type { On24Call, On24Endpoint } from '../service.ts'
import { shownLastUpdated } from '../last-updated.ts'

export const events: On24Endpoint = {
  name: 'events',
  kind: 'events',
  path: '/event',
  answer: (call) => {
    const { query, service } = call
    const withSubAccounts = query.flag('includesubaccounts')
    checkSubAccounts(
      call,
      withSubAccounts,
      "You have to set includesubaccounts='Y' in order to filter by subaccounts.",
    )
    const found = findEvents(call, withSubAccounts)
    if (!withSubAccounts && !service.knobs.pagesWithoutSubAccounts) {
      return { totalevents: found.length, ...rowsUnder('events', found, service.knobs) }
    }
    const page = pageOf(query, service.knobs, found)
    return {
      totalevents: found.length,
      pagecount: page.pageCount,
      currentpage: page.currentPage,
      ...rowsUnder('events', page.rows, service.knobs),
    }
  },
}

function findEvents(call: On24Call, withSubAccounts: boolean): object[] {
  const { query, nowMs, service } = call
  const { knobs } = service
  const mode = query.text('datefiltermode')?.toLowerCase() ?? 'goodafter'
  const window = dateWindow(query, nowMs, knobs, { defaultDays: 90, maxMonths: 6 })
  const contentType = query.text('contenttype')?.toLowerCase() ?? 'all'
  const found = webinarsOf(call, withSubAccounts).flatMap((history) => {
    const state = history.stateAt(nowMs)
    const updatedAt = shownLastUpdated(state, nowMs, knobs)
    const date = filterDate(state, updatedAt, mode)
    const row = eventRow(state, updatedAt)
    if (row === null || state.isRemoved || !isWithin(window, date)) return []
    if (!state.isActive && !query.flag('includeinactive')) return []
    if (contentType !== 'all' && row.contenttype !== contentType) return []
    return [{ row, date: date ?? 0 }]
  })
  const direction = query.text('filterorder')?.toLowerCase() === 'desc' ? -1 : 1
  found.sort((a, b) =>
    knobs.rowOrder === 'arbitrary'
      ? scrambled(a.row.eventid) - scrambled(b.row.eventid)
      : direction * (a.date - b.date),
  )
  return found.map(({ row }) => withIdTypes(row, knobs))
}

/** Null for a webinar that does not exist yet. */
function filterDate(state: WebinarState, updatedAt: number, mode: string): number | null {
  const times = eventTimes(state)
  if (times === null) return null
  if (mode === 'updated') return updatedAt
  const date = new Map(Object.entries(times)).get(mode)
  if (date === undefined) throw new Refusal(400, `Invalid dateFilterMode ${mode}.`)
  return date
}

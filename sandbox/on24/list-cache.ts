/**
 * Caches filtered and sorted account-level lists until the world changes, so that paging through 100,000 people does
 * not sort them for every page.
 */
import type { WebinarHistory } from '../world/webinar-history.ts'
import type { DateWindow } from './date-window.ts'
import type { On24Call } from './service.ts'

const MOST_LISTS = 20

export interface ListRequest<Row> {
  readonly call: On24Call
  readonly window: DateWindow | null
  readonly webinars: readonly WebinarHistory[]
  /** Ages of the states that `find` uses. */
  readonly lagsMs: readonly number[]
  find(): Row[]
}

export function createListCache<Row>() {
  const lists = new Map<string, { readonly version: number; readonly rows: readonly Row[] }>()
  return {
    get: (request: ListRequest<Row>): readonly Row[] => {
      const { call, window, webinars, lagsMs } = request
      const { account, clientId, query, service } = call
      const key = JSON.stringify([account.on24ClientId, clientId, query.key, window, service.knobs])
      const version = versionOf(webinars, lagsMs, call.nowMs)
      const known = lists.get(key)
      if (known?.version === version) return known.rows
      const rows = request.find()
      const [oldest] = lists.keys()
      if (lists.size >= MOST_LISTS && oldest !== undefined) lists.delete(oldest)
      lists.set(key, { version, rows })
      return rows
    },
  }
}

/** The sum of versions that only grow, so it grows with every change. */
function versionOf(webinars: readonly WebinarHistory[], lagsMs: readonly number[], nowMs: number) {
  let version = 0
  for (const webinar of webinars) {
    for (const lagMs of lagsMs) {
      webinar.stateAt(nowMs, lagMs)
      version += webinar.version(lagMs)
    }
  }
  return version
}

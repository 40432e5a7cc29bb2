/** GET /client/{clientId}/registrant: registrants of all webinars of the account and its sub-accounts. */
import { registrantActivityAt, registrantRow } from '../../world/rows/registrant-row.ts'
import type { PersonState, WebinarState } from '../../world/webinar-state.ts'
import { dateWindow, isWithin } from '../date-window.ts'
import { createListCache } from '../list-cache.ts'
import { peopleFilter } from '../people-filter.ts'
import { pageOf, rowsUnder } from '../paging.ts'
import { scrambled, withIdTypes } from '../row-ids.ts'
import { checkSubAccounts, webinarsOf } from '../service.ts'
import type { On24Call, On24Endpoint } from '../service.ts'

interface FoundRegistrant {
  readonly webinar: WebinarState
  readonly person: PersonState
  /** The date by which the list is sorted. */
  readonly date: number
}

export function clientRegistrants(): On24Endpoint {
  const cache = createListCache<FoundRegistrant>()
  return {
    name: 'clientRegistrants',
    kind: 'people',
    path: '/registrant',
    answer: (call) => {
      const { query, clientId, service } = call
      const withSubAccounts = !query.flag('excludesubaccounts')
      checkSubAccounts(
        call,
        withSubAccounts,
        "You have to set excludesubaccounts='N' in order to filter by subaccounts.",
      )
      const found = findRegistrants(call, cache, withSubAccounts)
      const page = pageOf(query, service.knobs, found)
      const rows = page.rows.map(({ webinar, person }) =>
        withIdTypes(
          registrantRow(webinar, person, { ...service.knobs, level: 'client' }),
          service.knobs,
        ),
      )
      return {
        clientid: Number(clientId),
        totalregistrants: found.length,
        pagecount: page.pageCount,
        currentpage: page.currentPage,
        ...rowsUnder('registrants', rows, service.knobs),
      }
    },
  }
}

function findRegistrants(
  call: On24Call,
  cache: ReturnType<typeof createListCache<FoundRegistrant>>,
  withSubAccounts: boolean,
) {
  const { query, nowMs, service } = call
  const { knobs } = service
  const window = dateWindow(query, nowMs, knobs, { defaultDays: 30 })
  const byActivity = query.text('datefiltermode')?.toLowerCase() === 'lastactivity'
  const isAsked = peopleFilter(query, knobs)
  const skipsLate = query.flag('excludelive')
  const webinars = webinarsOf(call, withSubAccounts)
  const dateOf = (person: PersonState) =>
    byActivity ? registrantActivityAt(person, knobs.pageSeedsLastActivity) : person.createdAt

  const find = () => {
    const found = webinars.flatMap((history) => {
      const webinar = history.stateAt(nowMs)
      if (webinar.isRemoved) return []
      const endedAt = webinar.settings?.liveEndAt ?? Infinity
      return [...webinar.people.values()]
        .filter((person) => isAsked(person) && isWithin(window, dateOf(person)))
        .filter((person) => !skipsLate || person.createdAt <= endedAt)
        .map((person) => ({ webinar, person, date: dateOf(person) ?? 0 }))
    })
    return found.sort((a, b) =>
      knobs.rowOrder === 'arbitrary'
        ? scrambled(a.person.eventUserId) - scrambled(b.person.eventUserId)
        : b.date - a.date,
    )
  }
  return cache.get({ call, window, webinars, lagsMs: [0], find })
}

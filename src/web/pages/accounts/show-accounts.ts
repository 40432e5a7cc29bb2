/** `GET /`: the list of accounts. */
import type { RequestHandler } from 'express'
import { accountFigures } from '../../../accounts/account-figures.ts'
import { viewAccounts } from '../../../accounts/account-view.ts'
import { viewFleet } from '../../../accounts/fleet-view.ts'
import type { AccountState } from '../../../contracts/account-state.ts'
import { listAccounts } from '../../../store/accounts/account-list.ts'
import { countOrphans } from '../../../store/accounts/orphans.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { cursorOf } from '../page-trail.ts'
import { takeFlash } from '../flash.ts'
import type { Service } from '../../../service.ts'
import { temporalLinks } from '../temporal-links.ts'
import { accountsPage } from './accounts-page.ts'
import { readAccountsQuery } from './accounts-query.ts'

const PAGE_SIZE = 50

const NONE: Readonly<Record<AccountState, number>> = {
  unlinked: 0,
  active: 0,
  paused: 0,
  needsRelink: 0,
  waitingForQuota: 0,
  failing: 0,
}

export function showAccounts(parts: Service): RequestHandler {
  const temporal = temporalLinks(parts.config)
  return async (request, response) => {
    const query = readAccountsQuery(request.query)
    const { search, state, sort } = query
    const page = await listAccounts(parts.store, {
      sort,
      limit: PAGE_SIZE,
      ...(search !== '' && { search }),
      ...(state !== null && { states: [state] }),
      ...cursorOf(query.cursor),
    })
    const [views, figures, orphans, fleet] = await Promise.all([
      viewAccounts(parts, page.items),
      accountFigures(parts, page.items),
      countOrphans(parts.store),
      viewFleet(parts),
    ])
    const rows = views.flatMap((account, index) => {
      const itsFigures = figures[index]
      return itsFigures === undefined ? [] : [{ account, figures: itsFigures }]
    })
    response.send(
      accountsPage({
        operator: operatorNameOf(request),
        message: takeFlash(request, response),
        query,
        fleet,
        rows,
        nextCursor: page.nextCursor,
        counts: { ...NONE, ...page.totals },
        orphans,
        now: parts.now(),
        temporal,
      }),
    )
  }
}

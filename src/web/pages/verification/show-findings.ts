/** `GET /accounts/:id/verifications/:startedAt`: what one comparison found, page by page. */
import type { RequestHandler } from 'express'
import { FindingQuery } from '../../../api/verification.ts'
import type { Service } from '../../../service.ts'
import { listFindings } from '../../../store/verifications/verification-list.ts'
import { listIdsOf } from '../../../store/webinars/act-on-lists.ts'
import { comparisonOf, problemsLeftBy } from '../../use-cases/findings-of.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { readListQuery } from '../list-query.ts'
import { requestedAccount } from '../requested-account.ts'
import { findingsPage } from './findings-page.ts'

const FINDINGS = 50

/** Throws a Problem and CursorUnknown. */
export function showFindings({ store, config, now }: Service): RequestHandler {
  return async (request, response) => {
    const account = await requestedAccount(request, store)
    const startedAt = String(request.params['startedAt'])
    const { request: page, ...place } = readListQuery(FindingQuery, request.query, FINDINGS)
    const { on24ClientId } = account
    const comparison = await comparisonOf(store, on24ClientId, startedAt)
    const findings = await listFindings(store, comparison.runKey, page)
    const eventIds = findings.items.map(({ eventId }) => eventId)
    const problems = await problemsLeftBy(store, on24ClientId, comparison.runKey)
    response.send(
      findingsPage({
        operator: operatorNameOf(request),
        on24ClientId,
        name: account.name,
        startedAt,
        comparison,
        place,
        findings,
        problems,
        lists: await listIdsOf(store, on24ClientId, eventIds),
        listUrl: config.actOn.listUrl,
        now: now(),
      }),
    )
  }
}

/** `GET /accounts/:id`: the page of one account. */
import type { RequestHandler } from 'express'
import { figuresOf } from '../../../accounts/account-figures.ts'
import { viewAccount } from '../../../accounts/account-view.ts'
import { viewProblem } from '../../../api/problem-view.ts'
import { viewRuns } from '../../../runs/run-view.ts'
import { auditPage } from '../../../store/audit.ts'
import { listRejections } from '../../../store/rows/stored/rejection-list.ts'
import { listRunPage } from '../../../store/runs/run-list.ts'
import { listTroubles } from '../../../store/troubles/trouble-list.ts'
import { listVerifications } from '../../../store/verifications/verification-list.ts'
import { listWebinars } from '../../../store/webinars/webinar-page.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { requestedAccount } from '../requested-account.ts'
import { takeFlash } from '../flash.ts'
import type { Service } from '../../../service.ts'
import { temporalLinks } from '../temporal-links.ts'
import { accountPage } from './account-page.ts'
import { readAccountQuery } from './account-query.ts'

const PROBLEMS = 20
const RUNS = 10
const WEBINARS = 20
const REJECTIONS = 20
const VERIFICATIONS = 5
const ENTRIES = 20

/** Throws a Problem and CursorUnknown. */
export function showAccount(parts: Service): RequestHandler {
  const { store, config } = parts
  const { contentTypes } = config.on24
  const temporal = temporalLinks(config)
  return async (request, response) => {
    const account = await requestedAccount(request, store)
    const id = account.on24ClientId
    const now = parts.now()
    const query = readAccountQuery(request.query)
    const page = (limit: number, cursor: string | null) => ({
      limit,
      ...(cursor !== null && { cursor }),
    })
    const [view, figures, problems, runs, webinars, rejections, verifications, audit] =
      await Promise.all([
        viewAccount(parts, account),
        figuresOf(parts, account),
        listTroubles(store, id, page(PROBLEMS, query.problems)),
        listRunPage(store, id, page(RUNS, query.runs)),
        listWebinars(store, id, { contentTypes, now }, page(WEBINARS, query.webinars)),
        listRejections(store, id, page(REJECTIONS, query.rejections)),
        listVerifications(store, id, page(VERIFICATIONS, query.verifications)),
        auditPage(store, id, page(ENTRIES, query.audit)),
      ])
    response.send(
      accountPage({
        operator: operatorNameOf(request),
        message: takeFlash(request, response),
        query,
        account: view,
        figures,
        problems: { ...problems, items: problems.items.map(viewProblem) },
        runs: { ...runs, items: await viewRuns(store, runs.items, now) },
        webinars,
        rejections,
        verifications,
        audit: {
          ...audit,
          items: audit.items.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
        },
        now,
        temporal,
      }),
    )
  }
}

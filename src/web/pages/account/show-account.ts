/** `GET /accounts/:id`: an account, and what happened to it. */
import type { RequestHandler } from 'express'
import type { AuditEntry } from '../../../api-contract/audit-entry.ts'
import { accountFigures } from '../../../accounts/account-figures.ts'
import { viewAccount } from '../../../accounts/account-view.ts'
import { viewRuns } from '../../../runs/run-view.ts'
import { listAudit } from '../../../store/audit.ts'
import type { Store } from '../../../store/database.ts'
import { CursorUnknown } from '../../../store/page-cursor.ts'
import { listRejections } from '../../../store/rejection-list.ts'
import { listRunPage } from '../../../store/run-list.ts'
import { listWebinars } from '../../../store/webinar-list.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { accountOf, AccountMissing } from '../account-of.ts'
import { takeFlash } from '../flash.ts'
import type { PageParts } from '../page-parts.ts'
import { temporalLinks } from '../temporal-links.ts'
import { accountPage, type Listed } from './account-page.ts'
import { readAccountQuery } from './account-query.ts'

const RUNS = 10
const WEBINARS = 20
const REJECTIONS = 20
const ENTRIES = 20

/** Throws AccountMissing and CursorUnknown. */
export function showAccount(parts: PageParts): RequestHandler {
  const { store, config } = parts
  const { contentTypes } = config.on24
  const temporal = temporalLinks(config)
  return async (request, response) => {
    const account = await accountOf(store, request)
    const id = account.on24_client_id
    const now = parts.now()
    const query = readAccountQuery(request.query)
    const page = (limit: number, cursor: string | null) => ({
      limit,
      ...(cursor !== null && { cursor }),
    })
    const [view, figures, runs, webinars, rejections, audit] = await Promise.all([
      viewAccount(parts, account),
      accountFigures(parts, [account]),
      listRunPage(store, id, page(RUNS, query.runs)),
      listWebinars(store, id, { contentTypes, now }, page(WEBINARS, query.webinars)),
      listRejections(store, id, page(REJECTIONS, query.rejections)),
      listEntries(store, id, query.audit),
    ])
    const itsFigures = figures.get(id)
    if (itsFigures === undefined) throw new AccountMissing()
    response.send(
      accountPage({
        operator: operatorNameOf(request),
        message: takeFlash(request, response),
        query,
        account: view,
        figures: itsFigures,
        runs: { ...runs, items: await viewRuns(store, runs.items, now) },
        webinars,
        rejections,
        audit,
        now,
        temporal,
      }),
    )
  }
}

/** The trail goes on at the id of its last entry. */
async function listEntries(
  store: Store,
  on24ClientId: string,
  cursor: string | null,
): Promise<Listed<AuditEntry>> {
  if (cursor !== null && !/^\d{1,18}$/.test(cursor)) throw new CursorUnknown()
  const before = cursor === null ? {} : { beforeId: cursor }
  const entries = await listAudit(store, on24ClientId, { limit: ENTRIES + 1, ...before })
  const items = entries.slice(0, ENTRIES)
  return {
    items: items.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
    nextCursor: entries.length > ENTRIES ? String(items.at(-1)?.id) : null,
  }
}

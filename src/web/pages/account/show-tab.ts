/** `GET /accounts/:id` and its tabs: reads what all tabs show, and leaves the rest to the tab. */
import type { RequestHandler } from 'express'
import { viewAccount } from '../../../accounts/account-view.ts'
import type { Account } from '../../../api/account.ts'
import type { Service } from '../../../service.ts'
import { type Account as StoredAccount, isLate } from '../../../store/accounts/account.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import type { Html } from '../../html.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { takeFlash } from '../flash.ts'
import { requestedAccount } from '../requested-account.ts'
import { type TemporalLinks, temporalLinks } from '../temporal-links.ts'
import { accountPage } from './account-page.ts'
import { type Tab, tabPath } from './account-tabs.ts'

export interface TabRequest {
  readonly account: Account
  readonly stored: StoredAccount
  /** The parameters of the URL. */
  readonly query: unknown
  /** This page, to which the operator returns after an action. */
  readonly path: string
  readonly now: Date
  readonly temporal: TemporalLinks | null
}

/** Reads and shows what only this tab shows. Throws CursorUnknown. */
export type TabContent = (request: TabRequest) => Promise<Html>

/** Throws a Problem and CursorUnknown. */
export function showTab(parts: Service, tab: Tab, contentOf: TabContent): RequestHandler {
  const temporal = temporalLinks(parts.config)
  return async (request, response) => {
    const stored = await requestedAccount(request, parts.store)
    const account = await viewAccount(parts, stored)
    const now = parts.now()
    const path = redirectPath(request.originalUrl) ?? tabPath(stored.on24ClientId, tab)
    const { query } = request
    response.send(
      accountPage({
        operator: operatorNameOf(request),
        message: takeFlash(request, response),
        isLate: isLate(stored),
        content: await contentOf({ account, stored, query, path, now, temporal }),
        ...{ account, tab, path, now, temporal },
      }),
    )
  }
}

/** The page of one account: its name, state and actions, the tabs, and below them what the tab shows. */
import { html, type Html } from '../../html.ts'
import type { Account } from '../../../api/account.ts'
import { actionLinks } from '../actions/action-links.ts'
import { layout } from '../layout.ts'
import { stateBadge } from '../state-badge.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { distance, instant } from '../times.ts'
import { type Tab, tabName, tabsNav } from './account-tabs.ts'

export interface AccountPage {
  readonly operator: string
  readonly message: string | null
  readonly account: Account
  /** Operators were notified that a successful run is overdue. */
  readonly isLate: boolean
  readonly tab: Tab
  /** What the tab shows: elements with ids. */
  readonly content: Html
  /** This page, to which the operator returns after an action. */
  readonly path: string
  readonly now: Date
  readonly temporal: TemporalLinks | null
}

const REFRESH_WITHOUT_SCRIPT_SECONDS = 15

export function accountPage(page: AccountPage): Html {
  const { account, tab, path, temporal } = page
  const { on24ClientId, name } = account
  return layout({
    title: tab === 'overview' ? name : `${tabName(tab)}: ${name}`,
    operator: page.operator,
    message: page.message,
    isLive: true,
    // A reload would empty the other tabs' filters while an operator fills them in.
    ...(tab === 'overview' && { refreshSeconds: REFRESH_WITHOUT_SCRIPT_SECONDS }),
    main: html`<p class="above"><a href="/">All accounts</a></p>
      <h1>${name}</h1>
      <div id="live" data-live>
        <div id="state">!${stateOf(page)}</div>
        <div id="asked">
          !${actionLinks(account, { path, temporal })} !${controllerLink(page)}
          <a class="elsewhere" id="explain" href="/accounts/${on24ClientId}/explain"
            >Explain a person</a
          >
        </div>
        !${tabsNav(on24ClientId, tab)} !${page.content}
      </div>`,
  })
}

function stateOf({ account: { state, since, reason }, isLate, now }: AccountPage): Html {
  return html`!${stateBadge(state)} !${isLate ? html`<span class="tag late">Late</span>` : ''}
  !${
    since === null
      ? ''
      : html`<span class="detail">${distance(since, now)}, !${instant(since)}</span>`
  }
  !${reason === null ? '' : html`<span class="reason">${reason}</span>`}`
}

function controllerLink({ account, temporal }: AccountPage): Html {
  return temporal === null || account.state === 'unlinked'
    ? ''
    : html`<a class="elsewhere" id="controller" href="${temporal.controller(account.on24ClientId)}"
        >Controller in Temporal</a
      >`
}

/** The list of accounts, which refreshes itself: search, filter by state, sorting and paging. */
import { html, type Html } from '../../html.ts'
import { ACCOUNT_STATES, type AccountState } from '../../../contracts/account-state.ts'
import type { Fleet } from '../../../api/fleet.ts'
import { formatCount, formatNumber } from '../numbers.ts'
import { pageLinks, pagesNav } from '../page-trail.ts'
import { layout } from '../layout.ts'
import { STATE_WORDS } from '../state-badge.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { ACTION_NAMES } from '../actions/actions.ts'
import { CHOSEN_ACTIONS, CHOSEN_PATH } from '../chosen/chosen-page.ts'
import { ORPHANS_PATH } from '../orphans/orphan-paths.ts'
import { accountRow, type AccountRow, COLUMNS, type RowContext } from './account-row.ts'
import { type AccountsQuery, accountsPath } from './accounts-query.ts'
import { fleetLine } from './fleet-line.ts'

export interface AccountsPage {
  readonly operator: string
  readonly message: string | null
  readonly query: AccountsQuery
  readonly fleet: Fleet
  readonly rows: readonly AccountRow[]
  /** Null on the last page. */
  readonly nextCursor: string | null
  /** Among the accounts that match the search. */
  readonly counts: Readonly<Record<AccountState, number>>
  /** Accounts that Temporal has something for, but that are not linked. */
  readonly orphans: number
  readonly now: Date
  readonly temporal: TemporalLinks | null
}

export function accountsPage(page: AccountsPage): Html {
  return layout({
    title: 'Accounts',
    operator: page.operator,
    message: page.message,
    isLive: true,
    main: html`<h1>Accounts</h1>
      <p class="actions"><a class="button" href="/accounts/new">Register an ON24 client</a></p>
      !${searchForm(page.query)}
      <div id="live" data-live>
        !${fleetLine(page.fleet, page.now)}
        <nav id="states" aria-label="Filter by state">
          <ul class="chips" id="chips">
            !${stateChips(page)}
          </ul>
        </nav>
        !${orphansNote(page.orphans)}
        <div id="accounts">!${accounts(page)}</div>
        !${pages(page)}
      </div>`,
  })
}

const SORT_WORDS: Readonly<Record<AccountsQuery['sort'], string>> = {
  trouble: 'Trouble first',
  lateness: 'Longest without success first',
  name: 'By name',
}

function searchForm({ search, state, sort }: AccountsQuery): Html {
  const option = (value: string, words: string) =>
    html`<option value="${value}" !${value === sort ? 'selected' : ''}>${words}</option>`
  return html`<form class="search" role="search" method="get" action="/">
    !${state === null ? '' : html`<input type="hidden" name="state" value="${state}" />`}
    <div>
      <label for="search">Name or id</label>
      <input id="search" name="search" type="search" value="${search}" maxlength="200" />
    </div>
    <div>
      <label for="sort">Sort</label>
      <select id="sort" name="sort">
        !${Object.entries(SORT_WORDS).map(([value, words]) => option(value, words))}
      </select>
    </div>
    <button class="button" type="submit">Show</button>
    <a class="button quiet" href="${accountsPath({ search, state, sort, cursor: null })}"
      >Refresh</a
    >
  </form>`
}

function stateChips({ query, counts }: AccountsPage): Html {
  const all = Object.values(counts).reduce((sum, each) => sum + each, 0)
  const chip = (state: AccountState | null, words: string, accounts: number) => {
    const current = query.state === state ? 'aria-current="true"' : ''
    const path = accountsPath(query, { state, cursor: null })
    return html`<li id="chip-${state ?? 'all'}">
      <a id="show-${state ?? 'all'}" href="${path}" !${current}
        >${words} <span class="number">${formatNumber(accounts)}</span></a
      >
    </li>`
  }
  const states = ACCOUNT_STATES.map((state) => chip(state, STATE_WORDS[state], counts[state]))
  return html`!${[chip(null, 'All', all), ...states]}`
}

function accounts(page: AccountsPage): Html {
  if (page.rows.length === 0) return html`<p class="empty">${nothingFound(page.query)}</p>`
  const context = { now: page.now, temporal: page.temporal, path: accountsPath(page.query) }
  return html`<form method="get" action="${CHOSEN_PATH}" id="chosen">
    <input type="hidden" id="chosen-next" name="next" value="${context.path}" />
    <p class="actions" id="chosen-actions">
      <span id="chosen-words">The chosen accounts:</span>
      !${CHOSEN_ACTIONS.map(
        (action) =>
          html`<button class="button" id="chosen-${action}" name="action" value="${action}">
            ${ACTION_NAMES[action]}
          </button>`,
      )}
    </p>
    !${accountsTable(page, context)}
  </form>`
}

function accountsTable(page: AccountsPage, context: RowContext): Html {
  return html`<table class="accounts" role="table" id="table">
    <caption class="unseen" id="caption">
      Accounts: ${SORT_WORDS[page.query.sort].toLowerCase()}
    </caption>
    <thead role="rowgroup" id="columns">
      <tr role="row" id="headings">
        !${COLUMNS.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup" id="rows">
      !${page.rows.map((row) => accountRow(row, context))}
    </tbody>
  </table>`
}

function orphansNote(orphans: number): Html {
  if (orphans === 0) return ''
  const what = orphans === 1 ? '1 account that is' : `${formatNumber(orphans)} accounts that are`
  return html`<p id="orphans" class="note">
    Temporal has a Schedule or a controller for ${what} not linked here.
    <a id="to-orphans" href="${ORPHANS_PATH}">What belongs to no account</a>
  </p>`
}

function nothingFound({ search, state, cursor }: AccountsQuery): string {
  if (search === '' && state === null && cursor === null) {
    return 'No account is registered yet.'
  }
  return 'No account matches.'
}

function pages({ query, nextCursor, rows }: AccountsPage): Html {
  const links = pageLinks(query.cursor, nextCursor, (cursor) => accountsPath(query, { cursor }))
  if (links.first === null && links.next === null) return ''
  return html`<p id="accounts-shown">${formatCount(rows.length, 'account')} on this page</p>
    !${pagesNav('accounts', 'Accounts', links)}`
}

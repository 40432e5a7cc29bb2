/** The list of accounts, which refreshes itself: search, filter by state, sorting and paging. */
import { html, type Html } from '../../html.ts'
import { ACCOUNT_STATES, type AccountState } from '../../../contracts/account-state.ts'
import { formatCount, formatNumber } from '../numbers.ts'
import { layout } from '../layout.ts'
import { STATE_WORDS } from '../state-badge.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { accountRow, type AccountRow, COLUMNS } from './account-row.ts'
import { type AccountsQuery, accountsPath } from './accounts-query.ts'

export interface AccountsPage {
  readonly operator: string
  readonly message: string | null
  readonly query: AccountsQuery
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
      !${searchForm(page.query)}
      <div id="live" data-live>
        <nav id="states" aria-label="Filter by state">
          <ul class="chips" id="chips">
            !${stateChips(page)}
          </ul>
        </nav>
        !${orphansNote(page.orphans)}
        <div id="accounts">!${accounts(page)}</div>
      </div>
      !${pages(page)}`,
  })
}

function searchForm({ search, state, sort }: AccountsQuery): Html {
  const option = (value: AccountsQuery['sort'], words: string) =>
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
        !${option('lateness', 'Longest without success first')} !${option('name', 'By name')}
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
  return html`<table class="accounts" role="table" id="table">
    <caption class="unseen" id="caption">
      Accounts, ${page.query.sort === 'name' ? 'by name' : 'longest without success first'}
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
    Temporal has a Schedule or a controller for ${what} not linked here: the command “orphans list”
    names them.
  </p>`
}

function nothingFound({ search, state, cursor }: AccountsQuery): string {
  if (search === '' && state === null && cursor === null) {
    return 'No account is registered yet. To register one: POST /api/v1/accounts.'
  }
  return 'No account matches.'
}

function pages({ query, nextCursor, rows }: AccountsPage): Html {
  const isFirst = query.cursor === null
  if (isFirst && nextCursor === null) return ''
  return html`<nav class="pages" aria-label="Pages">
    <span>${formatCount(rows.length, 'account')} on this page</span>
    !${isFirst ? '' : html`<a href="${accountsPath(query, { cursor: null })}">First page</a>`}
    !${
      nextCursor === null
        ? ''
        : html`<a rel="next" href="${accountsPath(query, { cursor: nextCursor })}">Next page</a>`
    }
  </nav>`
}

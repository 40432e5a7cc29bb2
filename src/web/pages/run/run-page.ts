/** One run: what it was, its webinars, and its rows that wait or were rejected. */
import { html, type Html } from '../../html.ts'
import type { Account } from '../../../api/account.ts'
import type { Run } from '../../../api/run.ts'
import type { RunRow, RunWebinar } from '../../../api/run-details.ts'
import { ledgerSummary } from '../account/ledger-summary.ts'
import { layout } from '../layout.ts'
import { formatNumber } from '../numbers.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { distanceAndInstant, duration, instant } from '../times.ts'
import { rowsOfRunSection } from './rows-of-run.ts'
import { runPagePath, type RunQuery } from './run-query.ts'
import { outcomeOf, rangeOf, TRIGGER_WORDS } from './run-words.ts'
import { webinarsOfRunSection } from './webinars-of-run.ts'

export interface RunPage {
  readonly operator: string
  readonly account: Pick<Account, 'on24ClientId' | 'name' | 'state'>
  readonly run: Run
  readonly query: RunQuery
  readonly webinars: Listed<RunWebinar>
  readonly rows: Listed<RunRow>
  readonly now: Date
  readonly temporal: TemporalLinks | null
}

interface Listed<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

export function runPage(page: RunPage): Html {
  const { account, run, query, now } = page
  const pathTo = (change: Partial<RunQuery>) =>
    runPagePath(account.on24ClientId, run, { ...query, ...change })
  return layout({
    title: `Run: ${account.name}`,
    operator: page.operator,
    message: null,
    main: html`<p class="above">
        <a href="/accounts/${account.on24ClientId}#runs">${account.name}</a>
      </p>
      <h1>Run</h1>
      <section class="card standing" id="run" aria-label="The run">!${factsOf(page)}</section>
      !${webinarsOfRunSection(page.webinars, { query, pathTo })}
      !${rowsOfRunSection(page.rows, { query, pathTo, now })}`,
  })
}

function factsOf({ account, run, now, temporal }: RunPage): Html {
  const { webinars, calls, windowFrom, windowTo, failure } = run
  const facts: readonly (readonly [string, Html])[] = [
    ['Started', distanceAndInstant(run.startedAt, now, '')],
    ['Trigger', html`${TRIGGER_WORDS[run.trigger]} !${rangeOf(run)}`],
    [
      'Outcome',
      html`!${outcomeOf(run, account.state)}
        <span class="detail">${duration(run.startedAt, run.finishedAt ?? now.toISOString())}</span>
        !${failure === null ? '' : html`<span class="reason">${failure}</span>`}`,
    ],
    ['Webinars', html`${formatNumber(webinars.read)} of ${formatNumber(webinars.of)} read`],
    ['Registrations', html`${ledgerSummary(run.ledger)}`],
    [
      'Window',
      html`!${windowFrom === null ? html`Everything` : instant(windowFrom)} to !${instant(windowTo)}`,
    ],
    ['Calls', html`ON24 ${formatNumber(calls.on24)}, Act-On ${formatNumber(calls.actOn)}`],
    [
      'Workflow',
      html`<span class="name">${run.workflowId}</span>
        <span class="detail">${run.runId}</span>
        !${
          temporal === null
            ? ''
            : html`<a class="elsewhere" id="temporal" href="${temporal.run(run)}">Temporal</a>`
        }`,
    ],
  ]
  return html`<dl>
    !${facts.map(
      ([name, fact]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>!${fact}</dd>
        </div>`,
    )}
  </dl>`
}

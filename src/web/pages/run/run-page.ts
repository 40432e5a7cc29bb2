/** One run: what it was, its webinars, and its rows that wait or were rejected. */
import { html, type Html } from '../../html.ts'
import type { Account } from '../../../api/account.ts'
import type { Run } from '../../../api/run.ts'
import type { RunRow, RunWebinar } from '../../../api/run-details.ts'
import { tabPath } from '../account/account-tabs.ts'
import type { Page } from '../../../store/page-cursor.ts'
import { cancelBackfillLink } from '../actions/cancel-backfill-path.ts'
import { copyButton } from '../copy-button.ts'
import { ledgerSummary } from '../account/ledger-summary.ts'
import { factList } from '../fact-list.ts'
import { layout } from '../layout.ts'
import { formatNumber } from '../numbers.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { distanceAndInstant, duration, instant } from '../times.ts'
import type { TakenOver } from '../../../store/runs/taken-over.ts'
import type { RunTimes } from '../../../store/runs/run-times.ts'
import { rowsOfRunSection } from './rows-of-run.ts'
import { runPagePath, type RunQuery } from './run-query.ts'
import { deliveryOf, findingsLink, outcomeOf, rangeOf, triggerOf } from './run-words.ts'
import { takenOverWords } from './taken-over-words.ts'
import { timeline } from './timeline.ts'
import { webinarsOfRunSection } from './webinars-of-run.ts'

export interface RunPage {
  readonly operator: string
  readonly account: Pick<Account, 'on24ClientId' | 'name' | 'state'>
  readonly run: Run
  /** Of a comparison: how many lists it has compared; null for other runs. */
  readonly lists: number | null
  /** Rows that it counts as waiting, and another run has taken over. */
  readonly taken: TakenOver | null
  readonly times: RunTimes
  readonly query: RunQuery
  readonly webinars: Page<RunWebinar>
  readonly rows: Page<RunRow>
  readonly now: Date
  readonly temporal: TemporalLinks | null
}

export function runPage(page: RunPage): Html {
  const { account, run, query, now } = page
  const pathTo = (change: Partial<RunQuery>) =>
    runPagePath(account.on24ClientId, run, { ...query, ...change })
  return layout({
    title: `Run: ${account.name}`,
    operator: page.operator,
    // What has ended changes no more.
    isLive: run.finishedAt === null,
    main: html`<p class="above">
        <a href="${tabPath(account.on24ClientId, 'runs')}">${account.name}</a>
      </p>
      <h1>Run</h1>
      <div id="live" data-live>
        <section class="card standing" id="run" aria-label="The run">!${factsOf(page)}</section>
        !${timeline(run, page.times, now)}
        !${webinarsOfRunSection(page.webinars, { query, pathTo, dryRun: run.dryRun })}
        !${rowsOfRunSection(page.rows, { query, pathTo, now })}
      </div>`,
  })
}

function factsOf({ account, run, lists, taken, now, temporal }: RunPage): Html {
  const { webinars, calls, windowFrom, windowTo, failure } = run
  return factList([
    ['Started', distanceAndInstant(run.startedAt, now, '')],
    [
      'Trigger',
      html`${triggerOf(run)} !${rangeOf(run)} !${cancelBackfillLink(account.on24ClientId, run)}`,
    ],
    [
      'Outcome',
      html`!${outcomeOf(run, account.state)}
        <span class="detail">${duration(run.startedAt, run.finishedAt ?? now.toISOString())}</span>
        !${failure === null ? '' : html`<span class="reason">${failure}</span>`}`,
    ],
    [
      'Webinars',
      html`${formatNumber(webinars.read)} of ${formatNumber(webinars.of)} read !${deliveryOf(run)}`,
    ],
    ...(lists === null
      ? []
      : [
          [
            'Lists',
            html`${formatNumber(lists)} compared
              <span class="detail">Webinars without a list are only read.</span>
              !${findingsLink(account.on24ClientId, run)}`,
          ] as const,
        ]),
    [
      'Registrations',
      html`${ledgerSummary(run)}
      !${takenOverWords(taken, { on24ClientId: account.on24ClientId, now })}`,
    ],
    [
      'Window',
      html`!${windowFrom === null ? html`Everything` : instant(windowFrom)} to !${instant(windowTo)}`,
    ],
    ['Calls', html`ON24 ${formatNumber(calls.on24)}, Act-On ${formatNumber(calls.actOn)}`],
    [
      'Workflow',
      html`<span class="name">${run.workflowId}</span>
        !${copyButton('workflow-id', run.workflowId, 'the workflow id')}
        <span class="detail">${run.runId}</span>
        !${copyButton('run-id', run.runId, 'the run id')}
        !${
          temporal === null
            ? ''
            : html`<a class="elsewhere" id="temporal" href="${temporal.run(run)}">Temporal</a>`
        }`,
    ],
  ])
}

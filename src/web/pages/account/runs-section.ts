/** The runs of an account, newest first, each with its ledger. */
import { html, type Html } from '../../html.ts'
import { isBeingCancelled, type Run, RUN_TRIGGERS } from '../../../api/run.ts'
import type { AccountState } from '../../../contracts/account-state.ts'
import { RUN_OUTCOMES } from '../../../contracts/run.ts'
import { formatCount, formatNumber } from '../numbers.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { distance, duration, instant } from '../times.ts'
import { cancelBackfillLink } from '../actions/cancel-backfill-path.ts'
import { runPath } from '../run/run-path.ts'
import {
  deliveryOf,
  findingsLink,
  OUTCOME_WORDS,
  outcomeOf,
  rangeOf,
  TRIGGER_WORDS,
  triggerOf,
  whatRunWaitsFor,
} from '../run/run-words.ts'
import { ledgerSummary } from './ledger-summary.ts'
import { tabPath } from './account-tabs.ts'
import { section, type SectionRow } from './section.ts'
import { tabFilter, type TabList, tabPages } from './tab-list.ts'

const COLUMNS = ['Started', 'Trigger', 'Outcome', 'Webinars', 'Registrations', 'Calls']

export interface RunsContext {
  /** The account's state. */
  readonly state: AccountState
  readonly temporal: TemporalLinks | null
}

type RowContext = RunsContext & Pick<TabList<Run>, 'on24ClientId' | 'now'>

export function runsSection(list: TabList<Run>, context: RunsContext): Html {
  return section({
    id: 'runs',
    heading: 'Runs',
    columns: COLUMNS,
    rows: list.items.map((run) => row(run, { ...list, ...context })),
    above: tabFilter('runs', list, [
      {
        name: 'trigger',
        label: 'Trigger',
        options: RUN_TRIGGERS.map((trigger) => [trigger, TRIGGER_WORDS[trigger]]),
      },
      {
        name: 'outcome',
        label: 'Outcome',
        options: RUN_OUTCOMES.map((outcome) => [outcome, OUTCOME_WORDS[outcome]]),
      },
    ]),
    emptyText: 'No runs.',
    pages: tabPages('runs', list),
  })
}

/** On the overview: the runs under way, and the newest. */
export function newestRunsSection(runs: readonly Run[], context: RowContext): Html {
  return section({
    id: 'runs',
    heading: 'Newest runs',
    columns: COLUMNS,
    rows: runs.map((run) => row(run, context)),
    emptyText: 'No runs yet.',
    pages: { path: tabPath(context.on24ClientId, 'runs'), words: 'All runs' },
  })
}

function row(run: Run, { on24ClientId, now, state, temporal }: RowContext): SectionRow {
  const until = run.finishedAt ?? now.toISOString()
  const id = `run-${run.runId}`
  return {
    id,
    cells: [
      html`<span class="main">${distance(run.startedAt, now)}</span>
        <span class="detail">!${instant(run.startedAt)}</span>
        <a class="elsewhere" id="details-${id}" href="${runPath(on24ClientId, run)}"
          >Details<span class="unseen">: the run of ${run.startedAt}</span></a
        >`,
      html`${triggerOf(run)} !${rangeOf(run)} !${cancelBackfillLink(on24ClientId, run)}
      !${findingsLink(on24ClientId, run)}`,
      html`!${outcomeOf(run, state)}
        <span class="detail">${duration(run.startedAt, until)}</span>
        !${run.failure === null ? '' : html`<span class="reason">${run.failure}</span>`}
        !${expectedEnd(run, now)}
        !${
          temporal === null
            ? ''
            : html`<a class="elsewhere" id="temporal-${id}" href="${temporal.run(run)}"
                >Temporal<span class="unseen">: the run of ${run.startedAt}</span></a
              >`
        }`,
      html`${isLooking(run) ? LOOKING : readOf(run)} !${deliveryOf(run)}`,
      html`${ledgerSummary(run)}`,
      html`ON24 ${formatNumber(run.calls.on24)}, Act-On ${formatNumber(run.calls.actOn)}`,
    ],
  }
}

function expectedEnd({ backfill }: Run, now: Date): Html {
  const at = backfill?.expectedEndAt ?? null
  return at === null ? '' : html`<span class="detail">Ends ${distance(at, now)}</span>`
}

/** Progress of the newest run that is running; null when none is. */
export function currentRun(runs: readonly (Run | null)[], state: AccountState): string | null {
  const run = runs.find((each) => each?.finishedAt === null) ?? null
  if (run === null) return null
  if (isBeingCancelled(run)) return 'A backfill is being cancelled'
  const waits = whatRunWaitsFor(run, state)
  if (waits !== null)
    return `${run.trigger === 'backfill' ? 'A backfill' : 'A comparison'} waits ${waits}`
  if (isLooking(run)) return LOOKING
  const read = `${formatNumber(run.webinars.read)} of ${formatCount(run.webinars.of, 'webinar')} read`
  return run.delivery === null ? read : `${read}, ${formatNumber(run.delivery.done)} delivered`
}

const LOOKING = 'Looking for webinars'

function isLooking({ finishedAt, webinars }: Run): boolean {
  return finishedAt === null && webinars.of === 0
}

function readOf({ webinars }: Run): string {
  return `${formatNumber(webinars.read)} of ${formatNumber(webinars.of)} read`
}

/** What is wrong in an account, each with what can be done about it. */
import { html, type Html } from '../../html.ts'
import type { AccountProblem } from '../../../api/account-problem.ts'
import { TROUBLE_KINDS } from '../../../contracts/trouble.ts'
import { troubleName } from '../../../contracts/trouble-words.ts'
import { formatNumber } from '../numbers.ts'
import { distanceAndInstant } from '../times.ts'
import { heldPath } from './held-path.ts'
import { tabPath } from './account-tabs.ts'
import { section, type SectionRow } from './section.ts'
import { tabFilter, type TabList, tabPages } from './tab-list.ts'

const COLUMNS = ['Since', 'Where', 'Trouble', 'What to do', 'Contacts']
const ON_OVERVIEW = 3

type Context = Pick<TabList<AccountProblem>, 'on24ClientId' | 'now' | 'path'>

export function problemsSection(list: TabList<AccountProblem>): Html {
  return section({
    id: 'problems',
    heading: 'Trouble',
    columns: COLUMNS,
    rows: list.items.map((problem) => row(problem, list)),
    above: tabFilter('problems', list, [
      {
        name: 'kind',
        label: 'Kind',
        options: TROUBLE_KINDS.map((kind) => [kind, troubleName(kind)]),
      },
    ]),
    emptyText:
      'No list and no webinar is in trouble. The state of the account itself stands above.',
    pages: tabPages('problems', list),
  })
}

/** On the overview: the oldest. */
export function oldestProblemsSection(problems: readonly AccountProblem[], context: Context): Html {
  const all = formatNumber(problems.length)
  return section({
    id: 'problems',
    heading: 'Trouble',
    columns: COLUMNS,
    rows: problems.slice(0, ON_OVERVIEW).map((problem) => row(problem, context)),
    emptyText:
      'No list and no webinar is in trouble. The state of the account itself stands above.',
    pages:
      problems.length <= ON_OVERVIEW
        ? null
        : { path: tabPath(context.on24ClientId, 'problems'), words: `All trouble: ${all}` },
  })
}

function row(problem: AccountProblem, context: Context): SectionRow {
  return {
    id: `problem-${problem.eventId ?? 'account'}-${problem.kind}`,
    cells: [
      distanceAndInstant(problem.since, context.now, ''),
      html`${problem.eventId === null ? 'The whole account' : `Webinar ${problem.eventId}`}`,
      html`<span class="main">${troubleName(problem.kind)}</span>
        <span class="reason">${problem.message}</span>
        <span class="detail">${problem.kind}</span>`,
      html`${problem.nextStep} !${decision(problem, context)}`,
      html`${formatNumber(problem.rows)}`,
    ],
  }
}

function decision({ kind, eventId }: AccountProblem, { on24ClientId, path }: Context): Html {
  if (kind !== 'removalsHeld' || eventId === null) return ''
  return html`<a
    class="button"
    id="decide-${eventId}"
    href="${heldPath(on24ClientId, eventId)}?next=${encodeURIComponent(path)}"
    >Decide<span class="unseen"> about the removals of webinar ${eventId}</span></a
  >`
}

/** The findings of one comparison. Without values: the registrant's id finds the person in ON24. */
import type { AccountProblem } from '../../../api/account-problem.ts'
import type { Finding, Verification } from '../../../api/verification.ts'
import { FINDING_KINDS, type FindingKind } from '../../../contracts/finding.ts'
import { html, type Html } from '../../html.ts'
import { tabPath } from '../account/account-tabs.ts'
import { section, type SectionRow } from '../account/section.ts'
import { layout } from '../layout.ts'
import { EVENT_ID, type FilterField, listFilter } from '../list-filter.ts'
import { listLink, type ListUrl } from '../list-link.ts'
import { listPath, type ListPlace } from '../list-query.ts'
import { pageLinks } from '../page-trail.ts'
import { runPath } from '../run/run-path.ts'
import { COMPARISON_WORDS } from '../run/run-words.ts'
import { distanceAndInstant } from '../times.ts'
import { findingsPath } from './findings-path.ts'

export interface FindingsPage {
  readonly operator: string
  readonly on24ClientId: string
  readonly name: string
  readonly startedAt: string
  readonly comparison: Pick<Verification, 'kind' | 'workflowId' | 'runId'>
  readonly place: ListPlace
  readonly findings: { readonly items: readonly Finding[]; readonly nextCursor: string | null }
  /** Why rows that should not be in a list are still there. */
  readonly problems: readonly AccountProblem[]
  /** The ids of the lists in which something was found, by event id. */
  readonly lists: ReadonlyMap<string, string | null>
  readonly listUrl: ListUrl
  readonly now: Date
}

const FINDING_WORDS: Readonly<Record<FindingKind, string>> = {
  missing: 'The person has no row in the list',
  extra: 'A row that should not be there',
  duplicate: 'A further row of the same person',
  different: 'ON24 has changed the row since it was written',
  userEdited: 'A user has changed cells in Act-On',
  listGone: 'The list was deleted',
  listMoved: 'The list is no longer in the account’s folder',
  columnMissing: 'A column of the list is gone',
}

export function findingsPage(page: FindingsPage): Html {
  const { on24ClientId, startedAt, comparison, findings, place, now } = page
  const here = findingsPath(on24ClientId, startedAt)
  return layout({
    title: `Findings: ${page.name}`,
    operator: page.operator,
    main: html`<p class="above">
        <a href="${tabPath(on24ClientId, 'verifications')}">${page.name}</a>
      </p>
      <h1>Findings</h1>
      <p>
        ${COMPARISON_WORDS[comparison.kind]} !${distanceAndInstant(startedAt, now, '')}
        <a id="run-of-findings" href="${runPath(on24ClientId, comparison)}">Run</a>
      </p>
      !${page.problems.map((problem) => problemLine(on24ClientId, problem))}
      !${section({
        id: 'findings',
        heading: 'What was found',
        columns: ['Webinar', 'Finding', 'ON24 registrant', 'Columns', 'Repaired'],
        rows: findings.items.map((finding, index) => row(finding, index, page)),
        above: listFilter({ id: 'findings', action: here, fields: FILTERS, given: place.given }),
        emptyText: 'No findings.',
        pages: pageLinks(place.trail, findings.nextCursor, (trail) =>
          listPath(here, { ...place, trail }),
        ),
      })}`,
  })
}

const FILTERS: readonly FilterField[] = [
  {
    name: 'kind',
    label: 'Kind',
    options: FINDING_KINDS.map((kind) => [kind, FINDING_WORDS[kind]]),
  },
  EVENT_ID,
  {
    name: 'repaired',
    label: 'Repaired',
    options: [
      ['true', 'Repaired'],
      ['false', 'Not repaired'],
    ],
  },
]

function problemLine(on24ClientId: string, { eventId, message, nextStep }: AccountProblem): Html {
  return html`<p>
    Webinar ${eventId ?? ''}: ${message} ${nextStep}
    <a href="${tabPath(on24ClientId, 'problems')}">Trouble</a>
  </p>`
}

function row(finding: Finding, index: number, { lists, listUrl, now }: FindingsPage): SectionRow {
  const { eventId, kind, on24RegistrantId, columns, repairedAt } = finding
  const id = String(index)
  return {
    id: `finding-${id}`,
    cells: [
      html`${eventId} !${listLink(listUrl, { id, eventId, listId: lists.get(eventId) ?? null })}`,
      html`${FINDING_WORDS[kind]}`,
      html`${on24RegistrantId ?? '–'}`,
      html`${columns.join(', ')}`,
      distanceAndInstant(repairedAt, now, '–'),
    ],
  }
}

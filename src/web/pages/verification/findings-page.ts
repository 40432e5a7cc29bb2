/** The findings of one comparison. Without values: the registrant's id finds the person in ON24. */
import type { AccountProblem } from '../../../api/account-problem.ts'
import type { Finding } from '../../../api/verification.ts'
import { FINDING_KINDS } from '../../../contracts/finding.ts'
import { findingWords } from '../../../contracts/finding-words.ts'
import type { FoundVerification } from '../../../store/verifications/verification-list.ts'
import type { WebinarWithList } from '../../../store/webinars/act-on-lists.ts'
import { html, type Html } from '../../html.ts'
import { tabPath, webinarPath } from '../account/account-tabs.ts'
import { section, type SectionRow } from '../account/section.ts'
import { layout } from '../layout.ts'
import { EVENT_ID, type FilterField, listFilter } from '../list-filter.ts'
import { listLink, type ListUrl } from '../list-link.ts'
import { listPath, type ListPlace } from '../list-query.ts'
import { pageLinks } from '../page-trail.ts'
import { runPath } from '../run/run-path.ts'
import { COMPARISON_WORDS } from '../run/run-words.ts'
import { distanceAndInstant } from '../times.ts'
import { explainButton } from './explain-button.ts'
import { findingsPath } from './findings-path.ts'
import { whatToDo } from './what-to-do.ts'

export interface FindingsPage {
  readonly operator: string
  readonly on24ClientId: string
  readonly name: string
  readonly startedAt: string
  readonly verification: FoundVerification
  readonly place: ListPlace
  readonly findings: { readonly items: readonly Finding[]; readonly nextCursor: string | null }
  /** Why rows that should not be in a list are still there. */
  readonly problems: readonly AccountProblem[]
  /** Those in which something was found, by event id. */
  readonly webinars: ReadonlyMap<string, WebinarWithList>
  readonly listUrl: ListUrl
  readonly now: Date
}

export function findingsPage(page: FindingsPage): Html {
  const { on24ClientId, startedAt, verification, findings, place, now } = page
  const here = findingsPath(on24ClientId, startedAt)
  return layout({
    title: `Findings: ${page.name}`,
    operator: page.operator,
    main: html`<p class="above">
        <a href="${tabPath(on24ClientId, 'verifications')}">${page.name}</a>
      </p>
      <h1>Findings</h1>
      <p>
        ${kindOf(verification)} !${distanceAndInstant(startedAt, now, '')}
        <a class="elsewhere" id="run" href="${runPath(on24ClientId, verification)}">Its run</a>
      </p>
      !${page.problems.map((problem) => problemLine(on24ClientId, problem))}
      !${section({
        id: 'findings',
        heading: 'What was found',
        columns: ['Webinar', 'Finding', 'ON24 registrant', 'What to do'],
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
    options: FINDING_KINDS.map((kind) => [kind, findingWords(kind).message]),
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

function kindOf({ kind: ofComparison, finishedAt }: FoundVerification): string {
  const kind = COMPARISON_WORDS[ofComparison]
  return finishedAt === null ? `${kind}, still running, begun` : `${kind}, begun`
}

function problemLine(on24ClientId: string, { eventId, message, nextStep }: AccountProblem): Html {
  return html`<p>
    Webinar ${eventId ?? ''}: ${message} ${nextStep}
    <a href="${tabPath(on24ClientId, 'problems')}">Trouble</a>
  </p>`
}

function row(finding: Finding, index: number, page: FindingsPage): SectionRow {
  const { on24ClientId, place, problems, webinars, listUrl } = page
  const { eventId, kind, on24RegistrantId, columns } = finding
  const id = String(index)
  const webinar = webinars.get(eventId)
  const isHeld = problems.some((one) => one.kind === 'removalsHeld' && one.eventId === eventId)
  const next = listPath(
    `/accounts/${on24ClientId}/verifications/${encodeURIComponent(page.startedAt)}`,
    place,
  )
  return {
    id: `finding-${id}`,
    cells: [
      html`<a class="main name" href="${webinarPath(on24ClientId, eventId)}"
          >${webinar?.title ?? 'Untitled'}</a
        >
        <span class="detail">${eventId}</span>
        !${listLink(listUrl, { id, eventId, listId: webinar?.listId ?? null })}`,
      html`${findingWords(kind).message}<span class="detail">${columns.join(', ')}</span>`,
      on24RegistrantId === null
        ? html`<span class="none">The whole list</span>`
        : html`<span class="main">${on24RegistrantId}</span> !${explainButton(on24ClientId, {
              id,
              eventId,
              registrantId: on24RegistrantId,
            })}`,
      whatToDo(finding, {
        ...{ id, on24ClientId, isHeld, next, now: page.now },
        isExcluded: webinar?.excluded === true,
      }),
    ],
  }
}

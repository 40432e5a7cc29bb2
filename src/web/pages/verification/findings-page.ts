/** The findings of one comparison. Without values: the registrant's id finds the person in ON24. */
import type { AccountProblem } from '../../../api/account-problem.ts'
import type { Finding } from '../../../api/verification.ts'
import { FINDING_KINDS, type FindingKind } from '../../../contracts/finding.ts'
import { html, type Html } from '../../html.ts'
import { layout } from '../layout.ts'
import { distanceAndInstant } from '../times.ts'

export interface FindingsPage {
  readonly operator: string
  readonly on24ClientId: string
  readonly name: string
  readonly startedAt: string
  /** Null: findings of all kinds. */
  readonly kind: FindingKind | null
  readonly findings: { readonly items: readonly Finding[]; readonly nextCursor: string | null }
  /** Why rows that should not be in a list are still there. */
  readonly problems: readonly AccountProblem[]
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
  const { on24ClientId, startedAt, findings, now } = page
  const here = `/accounts/${on24ClientId}/verifications/${encodeURIComponent(startedAt)}`
  return layout({
    title: `Findings: ${page.name}`,
    operator: page.operator,
    message: null,
    main: html`<p class="above"><a href="/accounts/${on24ClientId}">${page.name}</a></p>
      <h1>Findings</h1>
      <p>!${distanceAndInstant(startedAt, now, '')}</p>
      !${page.problems.map((problem) => problemLine(on24ClientId, problem))} !${filter(page, here)}
      !${
        findings.items.length === 0
          ? html`<p class="empty" id="no-findings">No findings.</p>`
          : table(findings.items, now)
      }
      !${
        findings.nextCursor === null
          ? ''
          : html`<nav class="pages" aria-label="Pages">
              <a id="more-findings" href="${here}?${nextOf(page.kind, findings.nextCursor)}"
                >More</a
              >
            </nav>`
      }`,
  })
}

function problemLine(on24ClientId: string, { eventId, message, nextStep }: AccountProblem): Html {
  return html`<p>
    Webinar ${eventId ?? ''}: ${message} ${nextStep}
    <a href="/accounts/${on24ClientId}#problems">Problems</a>
  </p>`
}

function nextOf(kind: FindingKind | null, cursor: string): string {
  return new URLSearchParams({ ...(kind !== null && { kind }), cursor }).toString()
}

function filter({ kind }: FindingsPage, here: string): Html {
  const option = (value: string, text: string, isChosen: boolean) =>
    html`<option value="${value}" !${isChosen ? html`selected` : ''}>${text}</option>`
  return html`<form class="actions" method="get" action="${here}">
    <label
      >Kind
      <select name="kind">
        !${option('', 'All', kind === null)}
        !${FINDING_KINDS.map((each) => option(each, FINDING_WORDS[each], each === kind))}
      </select></label
    >
    <button class="button" type="submit">Show</button>
  </form>`
}

const COLUMNS = ['Webinar', 'Finding', 'ON24 registrant', 'Columns', 'Repaired'] as const

function table(findings: readonly Finding[], now: Date): Html {
  const cells = (finding: Finding): readonly Html[] => [
    html`${finding.eventId}`,
    html`${FINDING_WORDS[finding.kind]}`,
    html`${finding.on24RegistrantId ?? '–'}`,
    html`${finding.columns.join(', ')}`,
    distanceAndInstant(finding.repairedAt, now, '–'),
  ]
  return html`<table role="table" id="findings" aria-label="Findings">
    <thead role="rowgroup">
      <tr role="row">
        !${COLUMNS.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      !${findings.map(
        (finding) =>
          html`<tr role="row">
            !${cells(finding).map(
              (cell, index) =>
                html`<td role="cell" data-heading="${COLUMNS[index] ?? ''}">
                  <div>!${cell}</div>
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`
}

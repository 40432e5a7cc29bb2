/** The comparisons of an account with ON24, newest first, each with what it found. */
import { html, type Html } from '../../html.ts'
import type { Verification } from '../../../api/verification.ts'
import { formatNumber } from '../numbers.ts'
import { distanceAndInstant } from '../times.ts'
import { repairPath } from '../verification/repair-path.ts'
import { section, type SectionPages } from './section.ts'

export interface VerificationsContext {
  readonly on24ClientId: string
  /** The page that the operator returns to. */
  readonly path: string
  readonly now: Date
  /** The account is linked, so that a comparison can be requested. */
  readonly isLinked: boolean
  readonly pages: SectionPages
}

const COUNTED = ['missing', 'extra', 'duplicate', 'different', 'userEdited', 'repaired'] as const

export function verificationsSection(
  verifications: readonly Verification[],
  context: VerificationsContext,
): Html {
  const { on24ClientId, now, pages, isLinked } = context
  return section({
    id: 'verifications',
    heading: 'Comparisons of Act-On with ON24',
    columns: [
      'Started',
      'Lists',
      'Missing',
      'Extra',
      'Duplicate',
      'Different',
      'User edited',
      'Repaired',
    ],
    rows: verifications.map((one) => ({
      id: `verification-${String(Date.parse(one.startedAt))}`,
      cells: [
        html`!${distanceAndInstant(one.startedAt, now, '')}
          <span class="detail">${kindOf(one)}</span>
          <a
            class="elsewhere"
            href="/accounts/${on24ClientId}/verifications/${encodeURIComponent(one.startedAt)}"
            >Findings<span class="unseen">: the comparison of ${one.startedAt}</span></a
          >`,
        html`${formatNumber(one.lists)}
          <span class="detail">${formatNumber(one.contacts)} contacts</span>`,
        ...COUNTED.map((count) => html`${formatNumber(one[count])}`),
      ],
    })),
    ...(isLinked && { above: actions(context) }),
    emptyText: 'No comparisons yet.',
    pages,
  })
}

function kindOf({ repair, finishedAt }: Verification): string {
  const kind = repair ? 'Repair' : 'Comparison'
  return finishedAt === null ? `${kind}, running` : kind
}

function actions({ on24ClientId, path }: VerificationsContext): Html {
  return html`<form
    class="actions"
    id="verify"
    method="post"
    action="/accounts/${on24ClientId}/verifications"
  >
    <input type="hidden" name="next" value="${path}" />
    <button class="button" type="submit">Verify</button>
    <a
      class="button"
      id="repair"
      href="${repairPath(on24ClientId)}?next=${encodeURIComponent(path)}"
      >Repair</a
    >
  </form>`
}

/** The comparisons of an account with ON24, newest first, each with what it found. */
import { html, type Html } from '../../html.ts'
import type { Verification } from '../../../api/verification.ts'
import { formatNumber } from '../numbers.ts'
import { distanceAndInstant } from '../times.ts'
import { runPath } from '../run/run-path.ts'
import { COMPARISON_WORDS } from '../run/run-words.ts'
import { findingsPath } from '../verification/findings-path.ts'
import { repairPath } from '../verification/repair-path.ts'
import { section } from './section.ts'
import { tabFilter, type TabList, tabPages } from './tab-list.ts'

const COUNTED = ['missing', 'extra', 'duplicate', 'different', 'userEdited', 'repaired'] as const

/** @param isLinked a comparison can be requested */
export function verificationsSection(
  list: TabList<Verification>,
  { isLinked }: { readonly isLinked: boolean },
): Html {
  const { on24ClientId, now } = list
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
    rows: list.items.map((one) => ({
      id: `verification-${String(Date.parse(one.startedAt))}`,
      cells: [
        html`!${distanceAndInstant(one.startedAt, now, '')}
          <span class="detail">${kindOf(one)}</span>
          <a class="elsewhere" href="${findingsPath(on24ClientId, one.startedAt)}"
            >Findings<span class="unseen">: the comparison of ${one.startedAt}</span></a
          >
          <a class="elsewhere" href="${runPath(on24ClientId, one)}"
            >Run<span class="unseen">: the comparison of ${one.startedAt}</span></a
          >`,
        html`${formatNumber(one.lists)}
          <span class="detail">${formatNumber(one.contacts)} contacts</span>`,
        ...COUNTED.map((count) => html`${formatNumber(one[count])}`),
      ],
    })),
    above: html`!${isLinked ? actions(list) : ''}
    !${tabFilter('verifications', list, [
      {
        name: 'repair',
        label: 'Kind',
        options: [
          ['false', 'Comparisons'],
          ['true', 'Repairs'],
        ],
      },
    ])}`,
    emptyText: 'No comparisons.',
    pages: tabPages('verifications', list),
  })
}

function kindOf({ kind, finishedAt }: Verification): string {
  const words = COMPARISON_WORDS[kind]
  return finishedAt === null ? `${words}, running` : words
}

function actions({ on24ClientId, path }: TabList<Verification>): Html {
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

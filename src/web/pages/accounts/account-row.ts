/** A row in the list of accounts: state, last success, next run, written contacts and actions. */
import { html, type Html } from '../../html.ts'
import type { AccountFigures } from '../../../accounts/account-figures.ts'
import type { Account } from '../../../api/account.ts'
import { currentRun } from '../account/runs-section.ts'
import { actionLinks } from '../actions/action-links.ts'
import { formatCount, formatNumber } from '../numbers.ts'
import { stateBadge } from '../state-badge.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { distance, distanceAndInstant } from '../times.ts'
import { writtenChart } from './written-chart.ts'

export interface AccountRow {
  readonly account: Account
  readonly figures: AccountFigures
}

export const COLUMNS = [
  'Account',
  'State',
  'Last success',
  'Next run',
  'Contacts written',
  'Rejected',
  'Act-On calls left today',
  'Actions',
] as const

export interface RowContext {
  readonly now: Date
  /** The page that the operator returns to after an action. */
  readonly path: string
  readonly temporal: TemporalLinks | null
}

export function accountRow({ account, figures }: AccountRow, context: RowContext): Html {
  const { on24ClientId } = account
  const url = `/accounts/${on24ClientId}`
  const cells = [
    html`<a class="main name" id="to-${on24ClientId}" href="${url}">${account.name}</a>
      <span class="detail">${on24ClientId}</span>
      !${actOnName(account)}`,
    standing(account, figures, context.now),
    distanceAndInstant(account.lastSuccessAt, context.now, 'None yet'),
    nextRun(account, context.now),
    writtenChart(figures.written),
    figures.rejected === 0
      ? html`<span class="none">0</span>`
      : html`<a id="rejected-${on24ClientId}" href="${url}#rejections"
          >${formatNumber(figures.rejected)}</a
        >`,
    html`<span class="main">${formatNumber(figures.actOnCallsLeft)}</span>
      <span class="detail">of ${formatNumber(figures.actOnCallsPerDay)}</span>`,
    actionLinks(account, context),
  ]
  return html`<tr id="account-${on24ClientId}" role="row">
    !${cells.map((cell, index) => tableCell(COLUMNS[index] ?? '', cell))}
  </tr>`
}

/** On a narrow screen each cell shows the heading of its column. */
function tableCell(heading: string, content: Html): Html {
  return html`<td role="cell" data-heading="${heading}"><div>!${content}</div></td>`
}

function actOnName({ actOnAccount }: Account): Html {
  return actOnAccount === null
    ? ''
    : html`<span class="detail name">Act-On: ${actOnAccount.name}</span>`
}

function standing(
  { on24ClientId, state, since, reason, lastRun, problems, nextProbeAt }: Account,
  { isLate }: AccountFigures,
  now: Date,
): Html {
  const running = currentRun([lastRun], state)
  return html`!${stateBadge(state)} !${isLate ? html`<span class="tag late">Late</span>` : ''}
  !${since === null ? '' : html`<span class="detail">${distance(since, now)}</span>`}
  !${reason === null ? '' : html`<span class="reason">${reason}</span>`}
  !${running === null ? '' : html`<span class="detail">Run: ${running}</span>`}
  !${nextProbeAt === null ? '' : html`<span class="detail">Next check of Act-On ${distance(nextProbeAt, now)}</span>`}
  !${
    problems.length === 0
      ? ''
      : html`<a
          class="tag problems"
          id="problems-${on24ClientId}"
          href="/accounts/${on24ClientId}#problems"
          >${formatCount(problems.length, 'problem')}</a
        >`
  }`
}

function nextRun({ state, nextRunAt }: Account, now: Date): Html {
  return distanceAndInstant(nextRunAt, now, state === 'paused' ? 'When resumed' : 'When linked')
}

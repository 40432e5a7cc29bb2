/** A row in the list of accounts: state, last success, next run, written contacts and a menu of actions, on one line. */
import { html, type Html } from '../../html.ts'
import type { AccountFigures } from '../../../accounts/account-figures.ts'
import type { Account } from '../../../api/account.ts'
import { tabPath } from '../account/account-tabs.ts'
import { currentRun } from '../account/runs-section.ts'
import { actionMenu } from '../actions/action-links.ts'
import { formatCount, formatNumber } from '../numbers.ts'
import { stateBadge } from '../state-badge.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { distance, relative } from '../times.ts'
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
  const { on24ClientId, name, lastSuccessAt } = account
  const { now } = context
  const url = `/accounts/${on24ClientId}`
  const cells = [
    html`<input
        type="checkbox"
        id="choose-${on24ClientId}"
        name="account"
        value="${on24ClientId}"
        aria-label="Choose ${name}"
      />
      <a class="name" id="to-${on24ClientId}" href="${url}" title="${fullName(account)}">${name}</a>
      <span class="detail">${on24ClientId}</span>`,
    standing(account, figures, now),
    relative(lastSuccessAt, now, 'None yet'),
    nextRun(account, now),
    writtenChart(figures.written),
    figures.rejected === 0
      ? html`<span class="none">0</span>`
      : html`<a id="rejected-${on24ClientId}" href="${tabPath(on24ClientId, 'rejections')}"
          >${formatNumber(figures.rejected)}</a
        >`,
    html`${formatNumber(figures.actOnCallsLeft)}
      <span class="detail">of ${formatNumber(figures.actOnCallsPerDay)}</span>`,
    actionMenu(account, context),
  ]
  return html`<tr id="account-${on24ClientId}" role="row">
    !${cells.map((cell, index) => tableCell(on24ClientId, COLUMNS[index] ?? '', cell))}
  </tr>`
}

/**
 * On a narrow screen each cell shows the heading of its column. It has an id, so that the script replaces only cells that
 * have changed, and a ticked box stays ticked.
 */
function tableCell(on24ClientId: string, heading: string, content: Html): Html {
  const id = `${heading.toLowerCase().replaceAll(' ', '-')}-of-${on24ClientId}`
  return html`<td role="cell" id="${id}" data-heading="${heading}"><div>!${content}</div></td>`
}

/** Names are cut where there is no room. */
function fullName({ name, actOnAccount }: Account): string {
  return actOnAccount === null ? name : `${name}, Act-On: ${actOnAccount.name}`
}

function standing(account: Account, { isLate }: AccountFigures, now: Date): Html {
  const { on24ClientId, state, problems } = account
  const about = aboutState(account, now)
  return html`!${stateBadge(state)} !${isLate ? html`<span class="tag late">Late</span>` : ''}
  !${
    problems.length === 0
      ? ''
      : html`<a
          class="tag problems"
          id="problems-${on24ClientId}"
          href="${tabPath(on24ClientId, 'problems')}"
          >${formatCount(problems.length, 'problem')}</a
        >`
  }
  !${about === '' ? '' : html`<span class="reason" title="${about}">${about}</span>`}`
}

/** Since when, why, and what goes on. It is cut where there is no room; the title and the account's page have all of it. */
function aboutState({ state, since, reason, lastRun, nextProbeAt }: Account, now: Date): string {
  const running = currentRun([lastRun], state)
  return [
    ...(since === null ? [] : [distance(since, now)]),
    ...(reason === null ? [] : [reason]),
    ...(running === null ? [] : [`Run: ${running}`]),
    ...(nextProbeAt === null ? [] : [`Next probe of Act-On ${distance(nextProbeAt, now)}`]),
  ].join(' · ')
}

function nextRun({ state, nextRunAt }: Account, now: Date): Html {
  return relative(nextRunAt, now, state === 'paused' ? 'When resumed' : 'When linked')
}

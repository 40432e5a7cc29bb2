/** The line above the list of accounts: all of them together, whatever the list shows. */
import type { Fleet } from '../../../api/fleet.ts'
import { SLOT_RESULTS, type SlotResult } from '../../../contracts/fleet.ts'
import { html, type Html } from '../../html.ts'
import { formatCount, formatNumber } from '../numbers.ts'
import { OUTCOME_WORDS } from '../run/run-words.ts'
import { clockTime, relative } from '../times.ts'

const RESULT_WORDS: Readonly<Record<SlotResult, string>> = {
  ...OUTCOME_WORDS,
  running: 'Running',
  notBegun: 'Not begun',
}

export function fleetLine(fleet: Fleet, now: Date): Html {
  const facts: readonly (readonly [Html, Html])[] = [
    [html`Runs of !${clockTime(new Date(fleet.slot))}`, runs(fleet)],
    [html`Longest without success`, longest(fleet, now)],
    [html`Pending rows`, pending(fleet, now)],
  ]
  return html`<dl class="fleet" id="fleet" aria-label="All accounts">
    !${facts.map(
      ([name, fact]) =>
        html`<div>
          <dt>!${name}</dt>
          <dd>!${fact}</dd>
        </div>`,
    )}
  </dl>`
}

function runs({ runs }: Fleet): Html {
  const shown = SLOT_RESULTS.filter((result) => runs[result] > 0)
  if (shown.length === 0) return html`<span class="none">None</span>`
  return html`!${shown.map(
    (result) =>
      html`<span class="outcome ${result}"
        >${RESULT_WORDS[result]} <span class="number">${formatNumber(runs[result])}</span></span
      > `,
  )}`
}

function longest({ longestWithoutSuccess: account }: Fleet, now: Date): Html {
  if (account === null) return html`<span class="none">None is expected to succeed</span>`
  const { on24ClientId, name, since } = account
  return html`<a class="name" id="longest-without-success" href="/accounts/${on24ClientId}"
      >${name}</a
    >
    !${relative(since, now, '')}`
}

function pending({ pendingRows: { rows, isMore, countedAt } }: Fleet, now: Date): Html {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(countedAt)) / 1000))
  return html`${isMore ? 'More than ' : ''}${formatNumber(rows)}
    <span class="detail">counted ${formatCount(seconds, 'second')} ago</span>`
}

/** An account's state as a badge: a word, and a sign that can be recognized without its colour. */
import { html, type Html } from '../html.ts'
import type { AccountState } from '../../contracts/account-state.ts'

export const STATE_WORDS: Readonly<Record<AccountState, string>> = {
  active: 'Active',
  paused: 'Paused',
  needsRelink: 'Needs relink',
  waitingForQuota: 'Waiting for quota',
  failing: 'Failing',
  unlinked: 'Not linked',
}

/** SVG paths on a 16×16 grid: a tick, two bars, a bolt, a clock, a cross, a broken circle. */
const SIGNS: Readonly<Record<AccountState, string>> = {
  active: 'M3 8.5l3.2 3.2L13 4.8',
  paused: 'M5.5 3.5v9M10.5 3.5v9',
  needsRelink: 'M9 2.5L5 8.5h5.5L7 13.5',
  waitingForQuota: 'M8 2a6 6 0 1 0 .01 0M8 4.8V8l2.2 1.6',
  failing: 'M4 4l8 8M12 4l-8 8',
  unlinked: 'M6.5 3.5a4.7 4.7 0 0 0 0 9M9.5 3.5a4.7 4.7 0 0 1 0 9',
}

export function stateBadge(state: AccountState): Html {
  return html`<span class="state ${state}"
    ><svg class="sign" viewBox="0 0 16 16" aria-hidden="true"><path d="${SIGNS[state]}" /></svg
    >${STATE_WORDS[state]}</span
  >`
}

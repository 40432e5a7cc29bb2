/** What pages call the triggers and outcomes of runs. */
import { html, type Html } from '../../html.ts'
import type { Run } from '../../../api/run.ts'
import type { AccountState } from '../../../contracts/account-state.ts'
import { waitsFor } from '../../../contracts/waiting-words.ts'

export const TRIGGER_WORDS: Readonly<Record<Run['trigger'], string>> = {
  schedule: 'Schedule',
  sync: 'Sync',
  link: 'First sync',
  backfill: 'Backfill',
  compare: 'Comparison',
}

export const OUTCOME_WORDS: Readonly<Record<NonNullable<Run['outcome']>, string>> = {
  complete: 'Complete',
  rejections: 'With rejections',
  incomplete: 'Incomplete',
  paused: 'Paused',
  waitingForQuota: 'Waiting for quota',
  needsRelink: 'Needs relink',
  failed: 'Failed',
}

/** @param state of the account */
export function outcomeOf(run: Run, state: AccountState): Html {
  return html`<span class="outcome ${run.outcome ?? 'running'}"
    >${run.outcome === null ? workingWord(run, state) : OUTCOME_WORDS[run.outcome]}</span
  >`
}

/** The range of a backfill, and whether it is a dry run. */
export function rangeOf({ backfill, dryRun }: Run): Html {
  if (backfill === null) return ''
  return html`<span class="detail">${backfill.from} to ${backfill.to}</span>
    !${dryRun ? html`<span class="tag">Dry run</span>` : ''}`
}

/** Other runs end when the account may not work. */
export function whatRunWaitsFor({ trigger }: Run, state: AccountState): string | null {
  return trigger === 'backfill' || trigger === 'compare' ? waitsFor(state) : null
}

function workingWord(run: Run, state: AccountState): string {
  const waits = whatRunWaitsFor(run, state)
  return waits === null ? 'Running' : `Waits ${waits}`
}

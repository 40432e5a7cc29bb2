/** What pages call the triggers and outcomes of runs. */
import { html, type Html } from '../../html.ts'
import { isBeingCancelled, type Run } from '../../../api/run.ts'
import type { ComparisonKind } from '../../../contracts/comparison.ts'
import type { AccountState } from '../../../contracts/account-state.ts'
import { waitsFor } from '../../../contracts/waiting-words.ts'
import { formatNumber } from '../numbers.ts'
import { findingsPath } from '../verification/findings-path.ts'

export const TRIGGER_WORDS: Readonly<Record<Run['trigger'], string>> = {
  schedule: 'Schedule',
  sync: 'Sync',
  link: 'First sync',
  backfill: 'Backfill',
  compare: 'Comparison',
}

export const COMPARISON_WORDS: Readonly<Record<ComparisonKind, string>> = {
  verify: 'Verify',
  repair: 'Repair',
  weeklyComparison: 'Weekly comparison',
}

/** What started it; of a comparison, which one it is. */
export function triggerOf({ trigger, comparison }: Pick<Run, 'trigger' | 'comparison'>): string {
  return comparison === null ? TRIGGER_WORDS[trigger] : COMPARISON_WORDS[comparison]
}

/** Of a comparison: the link to what it found. */
export function findingsLink(on24ClientId: string, { runId, startedAt, comparison }: Run): Html {
  return comparison === null
    ? ''
    : html`<a
        class="elsewhere"
        id="findings-of-${runId}"
        href="${findingsPath(on24ClientId, startedAt)}"
        >Findings<span class="unseen">: the comparison of ${startedAt}</span></a
      >`
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

/** While it works: a run that has read everything may still have much to deliver. */
export function deliveryOf({ delivery }: Pick<Run, 'delivery'>): Html {
  return delivery === null
    ? ''
    : html`<span class="detail"
        >${formatNumber(delivery.done)} of ${formatNumber(delivery.of)} delivered</span
      >`
}

/** Other runs end when the account may not work. */
export function whatRunWaitsFor({ trigger }: Run, state: AccountState): string | null {
  return trigger === 'backfill' || trigger === 'compare' ? waitsFor(state) : null
}

function workingWord(run: Run, state: AccountState): string {
  if (isBeingCancelled(run)) return 'Being cancelled'
  const waits = whatRunWaitsFor(run, state)
  return waits === null ? 'Running' : `Waits ${waits}`
}

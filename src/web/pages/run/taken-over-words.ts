/** That rows which a run counts as waiting went to another run, and to which. */
import type { TakenOver } from '../../../store/runs/taken-over.ts'
import { html, type Html } from '../../html.ts'
import { formatNumber } from '../numbers.ts'
import { distance } from '../times.ts'
import { runPath } from './run-path.ts'
import { triggerOf } from './run-words.ts'

export function takenOverWords(
  taken: TakenOver | null,
  { on24ClientId, now }: { readonly on24ClientId: string; readonly now: Date },
): Html {
  if (taken === null) return ''
  const { rows, by } = taken
  const links = by.map(
    (run, index) =>
      html`<a class="elsewhere" id="taker-${index}" href="${runPath(on24ClientId, run)}"
        >${triggerOf(run)}, started ${distance(run.startedAt.toISOString(), now)}</a
      > `,
  )
  return html`<span class="reason"
      >${formatNumber(rows)} of those pending went to another run, which writes
      them${by.length === 0 ? '.' : ':'}</span
    >
    !${links}`
}

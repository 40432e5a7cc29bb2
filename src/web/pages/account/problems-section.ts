/** The problems of an account, each with what can be done about it. */
import { html, type Html } from '../../html.ts'
import type { AccountProblem } from '../../../api/account-problem.ts'
import { formatNumber } from '../numbers.ts'
import { distanceAndInstant } from '../times.ts'
import { heldPath } from './held-path.ts'
import { section, type SectionPages } from './section.ts'

export interface ProblemsContext {
  readonly on24ClientId: string
  readonly now: Date
  /** The page that the operator returns to. */
  readonly path: string
  readonly pages: SectionPages
}

export function problemsSection(
  problems: readonly AccountProblem[],
  context: ProblemsContext,
): Html {
  return section({
    id: 'problems',
    heading: 'Problems',
    columns: ['Since', 'Where', 'Problem', 'What to do', 'Contacts'],
    rows: problems.map((problem) => ({
      id: `problem-${problem.eventId ?? 'account'}-${problem.kind}`,
      cells: [
        distanceAndInstant(problem.since, context.now, ''),
        html`${problem.eventId === null ? 'The whole account' : `Webinar ${problem.eventId}`}`,
        html`<span class="reason">${problem.message}</span>
          <span class="detail">${problem.kind}</span>`,
        html`${problem.nextStep} !${decision(problem, context)}`,
        html`${formatNumber(problem.rows)}`,
      ],
    })),
    emptyText: 'No list and no webinar has a problem.',
    pages: context.pages,
  })
}

function decision(
  { kind, eventId }: AccountProblem,
  { on24ClientId, path }: ProblemsContext,
): Html {
  if (kind !== 'removalsHeld' || eventId === null) return ''
  return html`<a
    class="button"
    id="decide-${eventId}"
    href="${heldPath(on24ClientId, eventId)}?next=${encodeURIComponent(path)}"
    >Decide<span class="unseen"> about the removals of webinar ${eventId}</span></a
  >`
}

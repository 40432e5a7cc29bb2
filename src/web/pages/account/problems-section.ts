/** What waits in an account, or is not as it should be, each with what can be done about it. */
import { html, type Html } from '../../html.ts'
import type { AccountProblem } from '../../../api/account-problem.ts'
import { number } from '../count.ts'
import { distanceAndInstant } from '../times.ts'
import { heldPath } from './held-path.ts'
import { section, type SectionPages } from './section.ts'

export interface ProblemsSurroundings {
  readonly on24ClientId: string
  readonly now: Date
  /** The page that an operator comes back to. */
  readonly path: string
  readonly pages: SectionPages
}

export function problemsSection(
  problems: readonly AccountProblem[],
  around: ProblemsSurroundings,
): Html {
  return section({
    id: 'problems',
    heading: 'Problems',
    columns: ['Since', 'Where', 'What it is', 'What to do', 'Contacts'],
    rows: problems.map((problem) => ({
      id: `problem-${problem.eventId ?? 'account'}-${problem.kind}`,
      cells: [
        distanceAndInstant(problem.since, around.now, ''),
        html`${problem.eventId === null ? 'The whole account' : `Webinar ${problem.eventId}`}`,
        html`<span class="reason">${problem.message}</span>
          <span class="detail">${problem.kind}</span>`,
        html`${problem.nextStep} !${decision(problem, around)}`,
        html`${number(problem.rows)}`,
      ],
    })),
    nothing: 'No list and no webinar has a problem.',
    pages: around.pages,
  })
}

function decision(
  { kind, eventId }: AccountProblem,
  { on24ClientId, path }: ProblemsSurroundings,
): Html {
  if (kind !== 'removalsHeld' || eventId === null) return ''
  return html`<a
    class="button"
    id="decide-${eventId}"
    href="${heldPath(on24ClientId, eventId)}?next=${encodeURIComponent(path)}"
    >Decide<span class="unseen"> about the removals of webinar ${eventId}</span></a
  >`
}

/** What can be done about a finding, with a link to where it is done. */
import type { Finding } from '../../../api/verification.ts'
import {
  EXCLUDED_NEXT_STEP,
  findingWords,
  isMendedByRepair,
} from '../../../contracts/finding-words.ts'
import { html, type Html } from '../../html.ts'
import { webinarPath } from '../account/account-tabs.ts'
import { excludePath } from '../account/exclude-path.ts'
import { heldPath } from '../account/held-path.ts'
import { distanceAndInstant } from '../times.ts'
import { repairPath } from './repair-path.ts'

export interface FindingContext {
  /** Different for each finding of a page. */
  readonly id: string
  readonly on24ClientId: string
  /** A repair would remove too many rows of this list at once: an operator decides. */
  readonly isHeld: boolean
  readonly isExcluded: boolean
  /** Where the operator goes afterwards. */
  readonly next: string
  readonly now: Date
}

export function whatToDo(
  { kind, eventId, repairedAt }: Pick<Finding, 'kind' | 'eventId' | 'repairedAt'>,
  { id, on24ClientId, isHeld, isExcluded, next, now }: FindingContext,
): Html {
  if (repairedAt !== null) return html`Repaired !${distanceAndInstant(repairedAt, now, '')}`
  const link = (words: string, path: string, name = 'do') =>
    html`<a class="elsewhere" id="${name}-${id}" href="${path}"
      >${words}<span class="unseen">, because of finding ${Number(id) + 1}</span></a
    >`
  const returning = `?next=${encodeURIComponent(next)}`
  if (isHeld && (kind === 'extra' || kind === 'duplicate')) {
    const decide = heldPath(on24ClientId, eventId)
    return html`The removal is held until an operator decides.
    !${link('Decide about the removals', `${decide}${returning}`)}`
  }
  if (isExcluded) {
    return html`${EXCLUDED_NEXT_STEP} !${link('Webinar', webinarPath(on24ClientId, eventId))}`
  }
  const { nextStep } = findingWords(kind)
  if (!isMendedByRepair(kind)) return html`${nextStep}`
  const exclude = `${excludePath(on24ClientId, eventId)}${returning}`
  return html`${nextStep} !${link('Repair the lists', `${repairPath(on24ClientId)}${returning}`)}
  !${kind === 'listGone' ? link('Exclude the webinar', exclude, 'exclude') : ''}`
}

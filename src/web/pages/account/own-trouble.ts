/** The account's own state above its other trouble: why, and what to do. */
import type { Account } from '../../../api/account.ts'
import { NEXT_STEP_OF_TROUBLE, NOTICE_WORDS } from '../../../contracts/notice-words.ts'
import { standingWords } from '../../../contracts/standing-words.ts'
import { html, type Html } from '../../html.ts'
import { type Fact, factList } from '../fact-list.ts'
import { stateBadge } from '../state-badge.ts'
import { distanceAndInstant } from '../times.ts'
import { nextProbe } from './account-facts.ts'

export interface OwnTrouble {
  readonly account: Account
  /** Operators were notified that a successful run is overdue. */
  readonly isLate: boolean
  readonly now: Date
}

export function ownTrouble({ account, isLate, now }: OwnTrouble): Html {
  const { state, since } = account
  const words = standingWords(account)
  const facts: readonly Fact[] = [
    ['The account itself', html`!${stateBadge(state)}`],
    ...(since === null ? [] : [['Since', distanceAndInstant(since, now, '')] as const]),
    ...(words === null
      ? []
      : [
          ['Why', html`<span class="reason">${words.message}</span>`] as const,
          ['What to do', html`${words.nextStep}`] as const,
        ]),
    ...nextProbe(account, now),
    ...(isLate ? LATE : []),
  ]
  return html`<section class="card standing" id="own-trouble" aria-label="The account itself">
    !${factList(facts)}
  </section>`
}

const LATE: readonly Fact[] = [
  [
    'Late',
    html`<span class="reason">${NOTICE_WORDS.late.details}</span> ${NEXT_STEP_OF_TROUBLE.late}`,
  ],
]

/** The facts about an account, on its overview. */
import { html, type Html } from '../../html.ts'
import type { AccountFigures } from '../../../accounts/account-figures.ts'
import type { Account } from '../../../api/account.ts'
import type { Run } from '../../../api/run.ts'
import { writtenChart } from '../accounts/written-chart.ts'
import { copyButton } from '../copy-button.ts'
import { type Fact, factList } from '../fact-list.ts'
import { formatNumber } from '../numbers.ts'
import { distanceAndInstant, instant } from '../times.ts'
import { currentRun } from './runs-section.ts'

export interface AccountFacts {
  readonly account: Account
  readonly figures: AccountFigures
  /** Among them those under way. */
  readonly runs: readonly Run[]
  readonly now: Date
}

export function accountFacts({ account, figures, runs, now }: AccountFacts): Html {
  const running = currentRun(runs, account.state)
  const facts: readonly Fact[] = [
    ['Last success', distanceAndInstant(account.lastSuccessAt, now, 'None yet')],
    ['Next run', distanceAndInstant(account.nextRunAt, now, 'None planned')],
    ...nextProbe(account, now),
    ['Run under way', running === null ? html`<span class="none">None</span>` : html`${running}`],
    ['Contacts written', writtenChart(figures.written)],
    ['Rejected rows', html`${formatNumber(figures.rejected)}`],
    [
      'Act-On calls left today',
      html`${formatNumber(figures.actOnCallsLeft)}
        <span class="detail">of ${formatNumber(figures.actOnCallsPerDay)}</span>`,
    ],
    [
      'ON24 client',
      html`${account.on24ClientId}
        !${copyButton('on24-client-id', account.on24ClientId, 'the ON24 client id')}
        <span class="detail">${account.region}</span>`,
    ],
    ['Act-On account', actOnAccount(account)],
    ['Time zone of new lists', timeZone(account)],
    ['Registered', instant(account.createdAt)],
  ]
  return html`<section class="card standing" id="standing" aria-label="The account">
    !${factList(facts)}
  </section>`
}

/** Empty unless a probe is planned. */
export function nextProbe({ nextProbeAt }: Account, now: Date): Fact[] {
  return nextProbeAt === null
    ? []
    : [['Next probe of Act-On', distanceAndInstant(nextProbeAt, now, '')]]
}

function actOnAccount({ actOnAccount: linked, actOnRegion }: Account): Html {
  return linked === null
    ? html`<span class="none">Not linked</span>`
    : html`${linked.name} <span class="detail">${linked.id}, ${actOnRegion}</span>`
}

function timeZone({ timeZone, unknownTimeZone }: Account): Html {
  return html`${timeZone}
  !${
    unknownTimeZone === null
      ? ''
      : html`<span class="reason" id="unknown-time-zone"
          >Act-On gives “${unknownTimeZone}” as the time zone of its account, which is unknown.
          Choose one with the command “accounts change” and --time-zone, before the first list is
          created.</span
        >`
  }`
}

/** The settings of an account: what is changed on pages of their own, and how many calls to Act-On it may make. */
import type { AccountFigures } from '../../../accounts/account-figures.ts'
import type { Account } from '../../../api/account.ts'
import { SETTING_LABELS } from '../../../contracts/setting-labels.ts'
import { html, type Html } from '../../html.ts'
import { factList } from '../fact-list.ts'
import { formatNumber } from '../numbers.ts'

export interface Settings {
  readonly account: Pick<Account, 'on24ClientId' | 'actOnCallsPerDay'>
  readonly figures: Pick<AccountFigures, 'actOnCallsLeft' | 'actOnCallsPerDay'>
}

export function settingsSection({ account, figures }: Settings): Html {
  const link = (name: string, words: string) =>
    html`<a class="button" id="${name}" href="/accounts/${account.on24ClientId}/${name}"
      >${words}</a
    >`
  return html`<section id="settings" aria-labelledby="settings-heading">
    <h2 id="settings-heading">Settings</h2>
    <p id="settings-words">
      Change the name, the regions, the time zone of new lists, the calls to Act-On a day, the ON24
      token pair, or where its notices go. An invitation lets the customer link the account, or link
      it again.
    </p>
    <div id="settings-facts">
      !${factList([[SETTING_LABELS.actOnCallsPerDay, callsPerDay({ account, figures })]])}
    </div>
    <div class="actions" id="settings-actions">
      !${link('change', 'Change')} !${link('invite', 'Invite the customer')}
      !${link('remove', 'Remove')}
    </div>
  </section>`
}

function callsPerDay({ account, figures: { actOnCallsLeft, actOnCallsPerDay } }: Settings): Html {
  const whose =
    account.actOnCallsPerDay === null
      ? 'the general setting, ACTON_CALLS_PER_DAY'
      : 'the account’s own setting'
  return html`${formatNumber(actOnCallsPerDay)}
    <span class="detail">${whose}; ${formatNumber(actOnCallsLeft)} are left today</span>`
}

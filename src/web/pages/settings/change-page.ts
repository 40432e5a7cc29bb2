/** The page on which an operator changes an account's settings, or gives it a new ON24 token pair. */
import type { Account } from '../../../api/account.ts'
import { SETTING_LABELS } from '../../../contracts/setting-labels.ts'
import { html, type Html } from '../../html.ts'
import { tabPath } from '../account/account-tabs.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'
import { formAlert } from '../form-alert.ts'
import { cardPage } from '../card-page.ts'
import { accountFields, pairFields, type Values } from './account-fields.ts'
import { type Mistakes, textField } from './fields.ts'
import { noticeFields } from './notice-fields.ts'

export interface ChangePage {
  readonly operator: string
  readonly account: Pick<Account, 'on24ClientId' | 'name'>
  /** As stored, or as typed. */
  readonly values: Values
  /** Since when the account has its own Slack webhook; null: it has none. */
  readonly slackSince: string | null
  readonly mistakes: Mistakes
  readonly alert: string | null
}

export function changePage(page: ChangePage): Html {
  const { operator, account, values, slackSince, mistakes, alert } = page
  const { on24ClientId, name } = account
  return cardPage({
    title: `Change: ${name}`,
    operator,
    heading: `Change ${name}`,
    content: html`<p>ON24 client ${on24ClientId}</p>
      !${formAlert(alert)}
      !${confirmForm({
        action: `/accounts/${on24ClientId}/change`,
        next: tabPath(on24ClientId, 'settings'),
        fields: html`!${accountFields(values, mistakes, {
            label: SETTING_LABELS.timeZone,
            hint: 'For lists created from now on: a list keeps the zone it was created with.',
          })}
          !${textField(
            {
              name: 'actOnCallsPerDay',
              value: values['actOnCallsPerDay'] ?? '',
              label: `${SETTING_LABELS.actOnCallsPerDay} (optional)`,
              hint: 'Left empty, ACTON_CALLS_PER_DAY applies.',
            },
            mistakes,
          )}
          !${noticeFields(values, mistakes, slackSince)}
          <h2>New ON24 token pair</h2>
          <p>Leave both empty to keep the present pair. A new one is tried with one call.</p>
          !${pairFields(false, mistakes)}`,
        buttons: submitButton('Change'),
      })}`,
  })
}

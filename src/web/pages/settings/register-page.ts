/** The page on which an operator registers an ON24 client. */
import { SETTING_LABELS } from '../../../contracts/setting-labels.ts'
import { html, type Html } from '../../html.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'
import { formAlert } from '../form-alert.ts'
import { cardPage } from '../card-page.ts'
import { accountFields, pairFields, type Values } from './account-fields.ts'
import { type Mistakes, textField } from './fields.ts'
import { noticeFields } from './notice-fields.ts'

export interface RegisterPage {
  readonly operator: string
  /** As typed, without the secrets. */
  readonly typed: Values
  readonly mistakes: Mistakes
  readonly alert: string | null
}

export const NOTHING_TYPED = { typed: {}, mistakes: {}, alert: null } as const

export function registerPage({ operator, typed, mistakes, alert }: RegisterPage): Html {
  return cardPage({
    title: 'Register an ON24 client',
    operator,
    content: html`<p>
        ON24’s platform shows the client id and the token pair under API Tokens. The pair is tried
        with one call. Then invite the customer to link Act-On.
      </p>
      !${formAlert(alert)}
      !${confirmForm({
        action: '/accounts/new',
        next: '/',
        fields: html`!${textField(
          {
            name: 'on24ClientId',
            value: typed['on24ClientId'] ?? '',
            label: SETTING_LABELS.on24ClientId,
            isRequired: true,
          },
          mistakes,
        )}
        !${accountFields(typed, mistakes, {
          label: `${SETTING_LABELS.timeZone} (optional)`,
          hint: 'For example Europe/Berlin. Left empty, the Act-On account’s own is used.',
        })}
        !${pairFields(true, mistakes)} !${noticeFields(typed, mistakes)}`,
        buttons: submitButton('Register'),
      })}`,
  })
}

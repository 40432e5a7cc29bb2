/** The page on which an operator confirms that an account is removed, which cannot be undone. */
import type { Account } from '../../../api/account.ts'
import { html, type Html } from '../../html.ts'
import { tabPath } from '../account/account-tabs.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'
import { formAlert } from '../form-alert.ts'
import { cardPage } from '../card-page.ts'
import { textField } from './fields.ts'

export interface RemovePage {
  readonly operator: string
  readonly account: Pick<Account, 'on24ClientId' | 'name'>
  readonly alert: string | null
}

export function removePage({ operator, account, alert }: RemovePage): Html {
  const { on24ClientId, name } = account
  return cardPage({
    title: `Remove: ${name}`,
    operator,
    heading: `Remove ${name}`,
    content: html`<p>
        Its workflows end, and everything stored about it is destroyed: tokens, settings, what was
        written and what waits. Its lists in Act-On stay as they are, and so does the audit trail.
        This cannot be undone.
      </p>
      !${formAlert(alert)}
      !${confirmForm({
        action: `/accounts/${on24ClientId}/remove`,
        next: tabPath(on24ClientId, 'settings'),
        fields: textField(
          {
            name: 'confirmed',
            label: `Type ${on24ClientId}, the ON24 client id`,
            isRequired: true,
          },
          {},
        ),
        buttons: submitButton('Remove'),
      })}`,
  })
}

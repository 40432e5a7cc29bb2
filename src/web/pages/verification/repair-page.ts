/** The page on which an operator confirms that an account's lists are repaired. A removal cannot be undone. */
import type { Account } from '../../../api/account.ts'
import { waitsFor } from '../../../contracts/waiting-words.ts'
import { html, type Html } from '../../html.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'
import { cardPage } from '../card-page.ts'
import { stateBadge } from '../state-badge.ts'

export interface RepairPage {
  readonly operator: string
  readonly account: Pick<Account, 'on24ClientId' | 'name' | 'state'>
  /** Where the operator goes afterwards, or on cancel. */
  readonly next: string
}

export function repairPage({ operator, account, next }: RepairPage): Html {
  const { on24ClientId, name, state } = account
  const waits = waitsFor(state)
  return cardPage({
    title: `Repair: ${name}`,
    operator,
    heading: `Repair the lists of ${name}`,
    content: html`<p>ON24 client ${on24ClientId} !${stateBadge(state)}</p>
      <p>
        A comparison reads every webinar that has a list from ON24, compares it with its list in
        Act-On, and mends what differs: missing rows and deleted lists are written again, what a
        user has edited in cells that ON24 fills is overwritten, and rows with our registrant ids
        that should not be there are deleted.
      </p>
      <p>
        Deleted rows do not come back. If they are more than 30 % of a list of over 100 contacts,
        they are held until an operator decides. Rows and columns of users stay as they are.
        “Verify” shows the same differences and writes nothing.
      </p>
      !${waits === null ? '' : html`<p>The account is ${state}: the repair waits ${waits}.</p>`}
      !${confirmForm({
        action: `/accounts/${on24ClientId}/verifications`,
        next,
        fields: html`<input type="hidden" name="repair" value="true" />`,
        buttons: submitButton('Repair'),
      })}`,
  })
}

/** Where an account's own notices go, and the button that tests its channels. */
import type { Account } from '../../../api/account.ts'
import { html, type Html } from '../../html.ts'
import { accountNoticeTestForm } from '../notices/notice-test-page.ts'
import { instant } from '../times.ts'

export function noticesSection({ on24ClientId, notifyEmailTo, notifySlackSince }: Account): Html {
  return html`<section id="notices" aria-labelledby="notices-heading">
    <h2 id="notices-heading">Notices of this account</h2>
    <dl id="notices-own">
      <div>
        <dt>E-mail</dt>
        <dd>
          !${
            notifyEmailTo === null
              ? html`<span class="none">No addresses of its own</span>`
              : html`${notifyEmailTo.join(', ')}`
          }
        </dd>
      </div>
      <div>
        <dt>Slack</dt>
        <dd>
          !${
            notifySlackSince === null
              ? html`<span class="none">No webhook of its own</span>`
              : html`Own webhook, set since !${instant(notifySlackSince)}`
          }
        </dd>
      </div>
    </dl>
    !${accountNoticeTestForm(on24ClientId)}
  </section>`
}

/** The link for a customer, shown this once: the service keeps no more of it than a hash. */
import { html } from 'ghtml'
import { layout } from '../layout.ts'
import { instant } from '../times.ts'

export interface InvitationPage {
  readonly operator: string
  readonly account: { readonly on24ClientId: string; readonly name: string }
  /** `expiresAt` is ISO 8601. */
  readonly link: { readonly url: string; readonly expiresAt: string }
}

export function invitationPage({ operator, account, link }: InvitationPage): string {
  return layout({
    title: `Invitation: ${account.name}`,
    operator,
    message: null,
    main: html`<section class="card narrow">
      <h1>Invitation for ${account.name}</h1>
      <p>
        Send this link to the customer. It is shown only now, can be used once, and works until
        !${instant(link.expiresAt)}.
      </p>
      <div class="field">
        <label for="url">Link</label>
        <input id="url" class="code" readonly autofocus value="${link.url}" />
      </div>
      <p><a href="/accounts/${account.on24ClientId}">To the account</a></p>
    </section>`,
  })
}

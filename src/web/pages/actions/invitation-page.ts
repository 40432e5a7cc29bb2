/** Shows a new invitation link for ten minutes in the browser that created it: the service keeps only a hash. */
import { html, type Html } from '../../html.ts'
import { cardPage } from '../card-page.ts'
import { copyButton } from '../copy-button.ts'
import { instant } from '../times.ts'

export interface InvitationPage {
  readonly operator: string
  readonly account: { readonly on24ClientId: string; readonly name: string }
  /** `expiresAt` is ISO 8601. Null when it is no longer shown. */
  readonly link: { readonly url: string; readonly expiresAt: string } | null
}

export function invitationPage({ operator, account, link }: InvitationPage): Html {
  return cardPage({
    title: `Invitation: ${account.name}`,
    operator,
    heading: `Invitation for ${account.name}`,
    content: html`!${
        link === null
          ? html`<p>
              The link is shown only for ten minutes, in the browser that created it. It still
              works, unless a newer one has replaced it.
            </p>`
          : shown(link)
      }
      <p><a href="/accounts/${account.on24ClientId}">Back to the account</a></p>`,
  })
}

function shown({ url, expiresAt }: NonNullable<InvitationPage['link']>): Html {
  return html`<p>
      Send this link to the customer. It is shown here for ten minutes, can be used once, and works
      until !${instant(expiresAt)}.
    </p>
    <div class="field">
      <label for="url">Link</label>
      <input id="url" class="code" readonly autofocus value="${url}" />
      !${copyButton('invitation', url, 'the link')}
    </div>`
}

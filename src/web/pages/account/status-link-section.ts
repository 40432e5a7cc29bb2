/** The link to the customer's own page, in the account's settings: operators make it, copy it and withdraw it. */
import type { ShownStatusLink } from '../../../accounts/status-link.ts'
import { html, type Html } from '../../html.ts'
import { copyButton } from '../copy-button.ts'
import { instant } from '../times.ts'

export interface StatusLinkContext {
  readonly on24ClientId: string
  /** The page that the operator returns to. */
  readonly path: string
}

export function statusLinkSection(link: ShownStatusLink | null, context: StatusLinkContext): Html {
  return html`<section id="status-link" aria-labelledby="status-link-heading">
    <h2 id="status-link-heading">The customer’s page</h2>
    !${
      link === null
        ? html`<p id="status-link-none">
            There is no link to it. With one, the customer sees how their sync stands, and can sign
            in to Act-On again when that is needed.
          </p>`
        : shown(link)
    }
    <div class="actions" id="status-link-actions">
      !${
        link === null
          ? button('make', 'Make a link', context)
          : html`!${button('make', 'Make a new link', context)}
            !${button('withdraw', 'Withdraw', context)}`
      }
    </div>
  </section>`
}

function shown({ url, madeBy, createdAt }: ShownStatusLink): Html {
  return html`<p id="status-link-made">
      For the customer only: it works until it is withdrawn. A new link voids it.
      <span class="detail">Made by ${madeBy}, !${instant(createdAt.toISOString())}</span>
    </p>
    <div class="field" id="status-link-field">
      <label for="status-link-url">Link</label>
      <input id="status-link-url" class="code" readonly value="${url}" />
      !${copyButton('status-link', url, 'the link to the customer’s page')}
    </div>`
}

function button(
  what: 'make' | 'withdraw',
  label: string,
  { on24ClientId, path }: StatusLinkContext,
): Html {
  return html`<form method="post" action="/accounts/${on24ClientId}/status-link">
    <input type="hidden" name="next" value="${path}" />
    <input type="hidden" name="what" value="${what}" />
    <button class="button" type="submit" id="status-link-${what}">${label}</button>
  </form>`
}

/** The page on which an operator decides about held removals. A removal cannot be undone. */
import { html, type Html } from '../../html.ts'
import type { Webinar } from '../../../api/webinar.ts'
import type { TroubleWords } from '../../../contracts/trouble-words.ts'
import { heldPath } from '../account/held-path.ts'
import { formatCount, formatNumber } from '../numbers.ts'
import { confirmForm } from '../confirm-form.ts'
import { cardPage } from '../card-page.ts'

export interface HeldPage {
  readonly operator: string
  readonly account: { readonly on24ClientId: string; readonly name: string }
  readonly webinar: Webinar
  /** The removals, as the account's problems describe them. */
  readonly trouble: TroubleWords
  /** Where the operator goes after the decision, or on cancel. */
  readonly next: string
}

export function heldPage({ operator, account, webinar, trouble, next }: HeldPage): Html {
  const { eventId, title, held, contacts } = webinar
  const choice = (apply: boolean, words: string, kind: string) =>
    html`<button class="button ${kind}" type="submit" name="apply" value="${String(apply)}">
      ${words}
    </button>`
  return cardPage({
    title: `Removals: ${title ?? eventId}`,
    operator,
    heading: `Removals of ${title ?? `webinar ${eventId}`}`,
    content: html`<p>${account.name}, webinar ${eventId}</p>
      <p>${trouble.message} The list has ${formatCount(contacts, 'contact')}.</p>
      <p>${trouble.nextStep}</p>
      <p>
        Removed contacts do not come back by themselves. Kept contacts stay until ON24 reports a
        change, or until another repair finds them.
      </p>
      !${confirmForm({
        action: heldPath(account.on24ClientId, eventId),
        next,
        buttons: html`!${choice(true, `Remove ${formatNumber(held)}`, 'primary')}
        !${choice(false, `Keep ${formatNumber(held)}`, '')}`,
      })}`,
  })
}

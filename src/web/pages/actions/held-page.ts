/** Before an operator decides about removals that are held: a removal is for good. */
import { html, type Html } from '../../html.ts'
import type { Webinar } from '../../../api/webinar.ts'
import { heldPath } from '../account/held-path.ts'
import { count, number } from '../count.ts'
import { layout } from '../layout.ts'

export interface HeldPage {
  readonly operator: string
  readonly account: { readonly on24ClientId: string; readonly name: string }
  readonly webinar: Webinar
  /** Where to go on, and back. */
  readonly next: string
}

export function heldPage({ operator, account, webinar, next }: HeldPage): Html {
  const { eventId, title, held, contacts } = webinar
  const choice = (apply: boolean, words: string, kind: string) =>
    html`<button class="button ${kind}" type="submit" name="apply" value="${String(apply)}">
      ${words}
    </button>`
  return layout({
    title: `Removals: ${title ?? eventId}`,
    operator,
    message: null,
    main: html`<section class="card narrow">
      <h1>Removals of ${title ?? `webinar ${eventId}`}</h1>
      <p>${account.name}, webinar ${eventId}</p>
      <p>
        ON24 says of ${count(held, 'contact')} of this webinar that they are to be removed. The list
        has ${number(contacts)}, and so many at once may be a mistake: look in ON24 whether these
        people are really gone.
      </p>
      <p>
        Removed contacts do not come back by themselves. Kept ones stay until ON24 says something
        else of them.
      </p>
      <form method="post" action="${heldPath(account.on24ClientId, eventId)}">
        <input type="hidden" name="next" value="${next}" />
        <p class="buttons">
          !${choice(true, `Remove ${number(held)}`, 'primary')}
          !${choice(false, `Keep ${number(held)}`, '')}
          <a class="button quiet" href="${next}">Cancel</a>
        </p>
      </form>
    </section>`,
  })
}

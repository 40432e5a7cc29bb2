/** The page on which an operator confirms that a webinar's list is written again. */
import { html, type Html } from '../../html.ts'
import type { Webinar } from '../../../api/webinar.ts'
import { rebuildPath } from '../account/rebuild-path.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'
import { formatCount } from '../numbers.ts'
import { cardPage } from '../card-page.ts'

export interface RebuildPage {
  readonly operator: string
  readonly account: {
    readonly on24ClientId: string
    readonly name: string
    readonly timeZone: string
  }
  readonly webinar: Webinar
  /** A rebuild was asked for and is not done yet. */
  readonly isAsked: boolean
  /** Where the operator goes afterwards, or on cancel. */
  readonly next: string
}

export function rebuildPage({ operator, account, webinar, isAsked, next }: RebuildPage): Html {
  const { eventId, title, listName, contacts } = webinar
  return cardPage({
    title: `Rebuild: ${title ?? eventId}`,
    operator,
    heading: `Rebuild the list of ${title ?? `webinar ${eventId}`}`,
    content: html`<p>${account.name}, webinar ${eventId}</p>
      <p>
        A run reads the webinar from ON24 and writes every row again into the same list,
        ${listName ?? 'of which Act-On has not confirmed yet that it was created'}, with all times
        in ${account.timeZone}. It has ${formatCount(contacts, 'contact')}.
      </p>
      <p>
        What a user has edited in cells that ON24 fills is overwritten. No row is removed, and
        columns and rows of users stay as they are.
      </p>
      !${
        isAsked
          ? html`<p class="note">
              A rebuild of this list is already asked for, and is not done yet. Ask again only if
              the account’s time zone was changed since.
            </p>`
          : ''
      }
      !${confirmForm({
        action: rebuildPath(account.on24ClientId, eventId),
        next,
        buttons: submitButton('Rebuild'),
      })}`,
  })
}

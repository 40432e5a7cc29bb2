/** The page on which an operator confirms that a webinar is excluded, which drops rows, or included again. */
import { html, type Html } from '../../html.ts'
import type { Webinar } from '../../../api/webinar.ts'
import { excludePath } from '../account/exclude-path.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'
import { formatNumber } from '../numbers.ts'
import { cardPage } from '../card-page.ts'

export interface ExcludePage {
  readonly operator: string
  readonly account: { readonly on24ClientId: string; readonly name: string }
  readonly webinar: Webinar
  /** Where the operator goes afterwards, or on cancel. */
  readonly next: string
}

export function excludePage({ operator, account, webinar, next }: ExcludePage): Html {
  const { eventId, title, excluded } = webinar
  const action = excluded ? 'Include' : 'Exclude'
  return cardPage({
    title: `${action}: ${title ?? eventId}`,
    operator,
    heading: `${action} ${title ?? `webinar ${eventId}`}`,
    content: html`<p>${account.name}, webinar ${eventId}</p>
      !${excluded ? whatIncludingDoes(webinar) : whatExcludingDoes(webinar)}
      !${confirmForm({
        action: excludePath(account.on24ClientId, eventId),
        next,
        fields: html`<input type="hidden" name="excluded" value="${String(!excluded)}" />`,
        buttons: submitButton(action),
      })}`,
  })
}

function whatExcludingDoes({ pending, held }: Webinar): Html {
  return html`<p>
      From now on no run, backfill or comparison reads or writes this webinar. Its list in Act-On
      stays as it is.
    </p>
    <p>
      Its waiting, rejected and held rows are dropped (${formatNumber(pending)} wait,
      ${formatNumber(held)} are held), and its trouble ends. If the webinar is included again, the
      next run reads all of it, and what is missing in the list is written then.
    </p>`
}

function whatIncludingDoes({ listId }: Webinar): Html {
  return html`<p>
    The next run reads the whole webinar from ON24 and writes to Act-On what is new or has changed
    since it was excluded.
    ${listId === null ? 'It has no list yet: one is created for its first registrant.' : ''}
  </p>`
}

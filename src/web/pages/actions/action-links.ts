/** Links to pages that explain an action and ask for confirmation: as buttons, or in a menu where there is little room. */
import { html, type Html } from '../../html.ts'
import type { Account } from '../../../api/account.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { ACTION_NAMES, actionsFor } from './actions.ts'

export interface LinkContext {
  /** The page that the operator returns to. */
  readonly path: string
  readonly temporal: TemporalLinks | null
}

type LinkedAccount = Pick<Account, 'on24ClientId' | 'name' | 'state'>

export function actionLinks(account: LinkedAccount, context: LinkContext): Html {
  return html`<div class="actions">
    !${actionsOf(account, context, 'button').map((link) => html`!${link} `)}!${scheduleLink(account, context, 'elsewhere')}
  </div>`
}

/** Opens and closes without the script, which only closes it when the operator turns to something else. */
export function actionMenu(account: LinkedAccount, context: LinkContext): Html {
  const { on24ClientId, name } = account
  const links = [...actionsOf(account, context, ''), scheduleLink(account, context, '')]
  return html`<details class="menu" id="menu-${on24ClientId}">
    <summary class="button quiet" id="menu-button-${on24ClientId}">
      <span aria-hidden="true">⋯</span><span class="unseen">Actions for ${name}</span>
    </summary>
    <ul>
      !${links.filter((link) => link !== '').map((link) => html`<li>!${link}</li>`)}
    </ul>
  </details>`
}

function actionsOf(
  { on24ClientId, name, state }: LinkedAccount,
  { path }: LinkContext,
  look: string,
): Html[] {
  return actionsFor(state).map(
    (action) =>
      html`<a
        class="${look}"
        id="${action}-${on24ClientId}"
        href="/accounts/${on24ClientId}/${action}?next=${encodeURIComponent(path)}"
        >${ACTION_NAMES[action]}<span class="unseen"> ${name}</span></a
      >`,
  )
}

function scheduleLink(
  { on24ClientId, name, state }: LinkedAccount,
  { temporal }: LinkContext,
  look: string,
): Html {
  return temporal === null || state === 'unlinked'
    ? ''
    : html`<a
        class="${look}"
        id="temporal-${on24ClientId}"
        href="${temporal.schedule(on24ClientId)}"
        >Temporal<span class="unseen">: the Schedule of ${name}</span></a
      >`
}

/** Links styled as buttons: each leads to a page that explains the action and asks for confirmation. */
import { html, type Html } from '../../html.ts'
import type { Account } from '../../../api/account.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { ACTION_NAMES, type Action, actionsFor } from './actions.ts'

export interface LinkContext {
  /** The page that the operator returns to. */
  readonly path: string
  readonly temporal: TemporalLinks | null
}

export function actionLinks(
  { on24ClientId, name, state }: Pick<Account, 'on24ClientId' | 'name' | 'state'>,
  { path, temporal }: LinkContext,
): Html {
  const link = (action: Action) =>
    html`<a
      class="button"
      id="${action}-${on24ClientId}"
      href="/accounts/${on24ClientId}/${action}?next=${encodeURIComponent(path)}"
      >${ACTION_NAMES[action]}<span class="unseen"> ${name}</span></a
    >`
  const schedule =
    temporal === null || state === 'unlinked'
      ? ''
      : html`<a
          class="elsewhere"
          id="temporal-${on24ClientId}"
          href="${temporal.schedule(on24ClientId)}"
          >Temporal<span class="unseen">: the Schedule of ${name}</span></a
        >`
  return html`<div class="actions">
    !${actionsFor(state).map((action) => html`!${link(action)} `)}!${schedule}
  </div>`
}

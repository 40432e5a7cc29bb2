/** The pages on which an operator pauses, resumes or syncs several accounts: what will happen, and what has happened. */
import { html, type Html } from '../../html.ts'
import { type ActionFields, fieldsOf, WHAT_HAPPENS } from '../actions/action-page.ts'
import { ACTION_NAMES } from '../actions/actions.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'
import { formAlert } from '../form-alert.ts'
import { cardPage } from '../card-page.ts'
import { formatCount } from '../numbers.ts'

/** What can be done to several accounts at once. */
export const CHOSEN_ACTIONS = ['pause', 'resume', 'sync'] as const
export type ChosenAction = (typeof CHOSEN_ACTIONS)[number]

/** Asks for confirmation, and receives it. */
export const CHOSEN_PATH = '/accounts/chosen'

export interface ChosenAccount {
  readonly on24ClientId: string
  readonly name: string
}

interface ChosenPage {
  readonly operator: string
  readonly action: ChosenAction
  /** Where the operator goes afterwards, or on cancel. */
  readonly next: string
}

export interface ConfirmChosenPage extends ChosenPage {
  readonly accounts: readonly ChosenAccount[]
  /** As typed, to be shown again. */
  readonly fields: ActionFields
  /** What is wrong with the fields. */
  readonly mistake: string | null
}

export function confirmChosenPage(page: ConfirmChosenPage): Html {
  const { operator, action, accounts, next, mistake } = page
  const title = `${ACTION_NAMES[action]}: ${formatCount(accounts.length, 'account')}`
  return cardPage({
    title,
    operator,
    content: html`<p>For each of these accounts: ${WHAT_HAPPENS[action]}</p>
      <ul>
        !${accounts.map(({ on24ClientId, name }) => html`<li>${name} (${on24ClientId})</li>`)}
      </ul>
      !${formAlert(mistake)}
      !${confirmForm({
        action: CHOSEN_PATH,
        next,
        fields: html`!${fieldsOf(page)}
          <input type="hidden" name="action" value="${action}" /> !${accounts.map(
            ({ on24ClientId }) =>
              html`<input type="hidden" name="account" value="${on24ClientId}" />`,
          )}`,
        buttons: submitButton(ACTION_NAMES[action]),
      })}`,
  })
}

export interface DoneChosenPage extends ChosenPage {
  readonly asked: readonly ChosenAccount[]
  readonly refused: readonly Refused[]
}

export interface Refused extends ChosenAccount {
  /** In full sentences. */
  readonly why: string
}

export function doneChosenPage({ operator, action, next, asked, refused }: DoneChosenPage): Html {
  return cardPage({
    title: `${ACTION_NAMES[action]}: requested`,
    operator,
    heading: ACTION_NAMES[action],
    content: html`<p role="status" tabindex="-1" autofocus>
        Requested for ${formatCount(asked.length, 'account')}.
        ${refused.length === 0 ? '' : `Refused for ${formatCount(refused.length, 'account')}.`}
      </p>
      !${refused.length === 0 ? '' : html`<h2>Refused</h2>`}
      <ul>
        !${refused.map((one) => html`<li>!${accountLink(one)}: ${one.why}</li>`)}
      </ul>
      !${asked.length === 0 ? '' : html`<h2>Requested</h2>`}
      <ul>
        !${asked.map((one) => html`<li>!${accountLink(one)}</li>`)}
      </ul>
      <p class="buttons"><a class="button" href="${next}">Back to the accounts</a></p>`,
  })
}

function accountLink({ on24ClientId, name }: ChosenAccount): Html {
  return html`<a href="/accounts/${on24ClientId}">${name}</a>`
}

/** Nothing was chosen, or what was sent is none of our forms. */
export function nothingChosenPage(operator: string, next: string): Html {
  return cardPage({
    title: 'No account is chosen',
    operator,
    content: html`<p>Tick the accounts in the list, and then choose what to do with them.</p>
      <p class="buttons"><a class="button" href="${next}">Back to the accounts</a></p>`,
  })
}

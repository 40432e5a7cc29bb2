/** The form at the end of a page on which an operator confirms an action. It works without JavaScript. */
import { html, type Html } from '../html.ts'

export interface ConfirmForm {
  /** The path that it posts to. */
  readonly action: string
  /** Where the operator goes afterwards, or on cancel. */
  readonly next: string
  readonly fields?: Html
  /** Buttons that submit it. */
  readonly buttons: Html
  /** The words of the link that leads back without doing anything. */
  readonly back?: string
}

export function confirmForm({ action, next, fields, buttons, back = 'Cancel' }: ConfirmForm): Html {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="next" value="${next}" />
    !${fields ?? ''}
    <p class="buttons">
      !${buttons}
      <a class="button quiet" href="${next}">${back}</a>
    </p>
  </form>`
}

export function submitButton(label: string): Html {
  return html`<button class="button primary" type="submit">${label}</button>`
}

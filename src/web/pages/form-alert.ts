import { html, type Html } from '../html.ts'

/** What is wrong with a form. It gets the focus when the page opens, so that a screen reader starts with it. */
export function formAlert(alert: string | null): Html {
  return alert === null
    ? ''
    : html`<p class="alert" role="alert" tabindex="-1" autofocus>${alert}</p>`
}

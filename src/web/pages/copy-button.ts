/** A button that copies a text. Without JavaScript it stays hidden: see assets/copy.js. */
import { html, type Html } from '../html.ts'

/** @param what the text is, for screen readers */
export function copyButton(id: string, text: string, what: string): Html {
  return html`<button class="copy" type="button" id="copy-${id}" data-copy="${text}" hidden>
    Copy<span class="unseen"> ${what}</span>
  </button>`
}

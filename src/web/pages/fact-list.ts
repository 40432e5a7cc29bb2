/** Facts on a card, each with its name. */
import { html, type Html } from '../html.ts'

export type Fact = readonly [name: string, fact: Html]

export function factList(facts: readonly Fact[]): Html {
  return html`<dl>
    !${facts.map(
      ([name, fact]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>!${fact}</dd>
        </div>`,
    )}
  </dl>`
}

/** The form above a list that shows only items in one state. It keeps the filter of the other list. */
import { html, type Html } from '../../html.ts'

export interface ListFilter {
  readonly id: string
  readonly label: string
  /** Name of the query parameter. */
  readonly name: string
  readonly chosen: string | null
  /** Values and their words. */
  readonly options: readonly (readonly [string, string])[]
  /** Query parameters that stay as they are. */
  readonly kept: Readonly<Record<string, string | null>>
}

export function listFilter({ id, label, name, chosen, options, kept }: ListFilter): Html {
  const option = ([value, words]: readonly [string, string]) =>
    html`<option value="${value}" !${value === (chosen ?? '') ? html`selected` : ''}>
      ${words}
    </option>`
  return html`<form class="actions" method="get" action="#${id}">
    !${Object.entries(kept).map(([key, value]) =>
      value === null ? '' : html`<input type="hidden" name="${key}" value="${value}" />`,
    )}
    <label
      >${label}
      <select name="${name}">
        !${[['', 'All'] as const, ...options].map(option)}
      </select></label
    >
    <button class="button" type="submit" id="show-${id}">Show</button>
  </form>`
}

/** The form above a list that shows only some of its items. */
import { html, type Html } from '../html.ts'

export interface FilterField {
  /** Name of the query parameter. */
  readonly name: string
  readonly label: string
  /** Values and their words; without them the field takes a text. */
  readonly options?: readonly (readonly [string, string])[]
  /** What the text must look like. */
  readonly pattern?: string
}

export const EVENT_ID: FilterField = {
  name: 'eventId',
  label: 'Event id',
  pattern: '\\s*\\d{1,20}\\s*',
}

export interface ListFilter {
  /** Of the list. */
  readonly id: string
  /** The page with the list. */
  readonly action: string
  readonly fields: readonly FilterField[]
  /** By name; null or absent: not set. */
  readonly given: Readonly<Record<string, string | null>>
  /** Query parameters of other lists, which stay as they are. */
  readonly kept?: Readonly<Record<string, string | null>>
}

export function listFilter({ id, action, fields, given, kept = {} }: ListFilter): Html {
  return html`<form class="filter" id="${id}-filter" method="get" action="${action}">
    !${Object.entries(kept).map(([key, value]) =>
      value === null ? '' : html`<input type="hidden" name="${key}" value="${value}" />`,
    )}
    !${fields.map(
      (field) =>
        html`<label
          >${field.label}
          !${field.options === undefined ? text(field, given[field.name] ?? '') : choice(field, given[field.name] ?? '')}</label
        > `,
    )}
    <button class="button" type="submit" id="show-${id}">Show</button>
  </form>`
}

function text({ name, pattern }: FilterField, value: string): Html {
  const limit = pattern === undefined ? '' : html`pattern="${pattern}"`
  return html`<input type="search" name="${name}" value="${value}" maxlength="200" !${limit} />`
}

function choice({ name, options = [] }: FilterField, chosen: string): Html {
  const option = ([value, words]: readonly [string, string]) =>
    html`<option value="${value}" !${value === chosen ? html`selected` : ''}>${words}</option>`
  return html`<select name="${name}">
    !${[['', 'All'] as const, ...options].map(option)}
  </select>`
}

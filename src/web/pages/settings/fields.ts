/** The fields of the forms that register and change accounts. */
import type { Request } from 'express'
import type { z } from 'zod'
import { html, type Html } from '../../html.ts'
import { formField } from '../form-body.ts'

/** By field name: what is wrong with it, as a sentence. */
export type Mistakes = Readonly<Partial<Record<string, string>>>

export interface TextField {
  readonly name: string
  readonly label: string
  readonly value?: string
  readonly hint?: string
  readonly isRequired?: boolean
  /** It is never shown again. */
  readonly isSecret?: boolean
}

export function textField(field: TextField, mistakes: Mistakes): Html {
  const { name, label, value = '', hint, isRequired = false, isSecret = false } = field
  const mistake = mistakes[name]
  const described = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(mistake === undefined ? [] : [`${name}-error`]),
  ].join(' ')
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${isSecret ? 'password' : 'text'}"
      value="${isSecret ? '' : value}"
      autocomplete="off"
      spellcheck="false"
      !${isRequired ? 'required' : ''}
      !${described === '' ? '' : html`aria-describedby="${described}"`}
      !${mistake === undefined ? '' : 'aria-invalid="true"'}
    />
    !${hint === undefined ? '' : html`<p class="hint" id="${name}-hint">${hint}</p>`}
    !${mistake === undefined ? '' : html`<p class="field-error" id="${name}-error">${mistake}</p>`}
  </div>`
}

const REGIONS = { na: 'North America', eu: 'Europe' } as const

export function regionField(
  { name, label, value }: Pick<TextField, 'name' | 'label' | 'value'>,
  mistakes: Mistakes,
): Html {
  const mistake = mistakes[name]
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}">
      !${Object.entries(REGIONS).map(
        ([region, words]) =>
          html`<option value="${region}" !${value === region ? 'selected' : ''}>${words}</option>`,
      )}
    </select>
    !${mistake === undefined ? '' : html`<p class="field-error">${mistake}</p>`}
  </div>`
}

/** What the form sent in these fields, trimmed, without what was left empty. */
export function filledIn(request: Request, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = formField(request, name)
      const text = typeof value === 'string' ? value.trim() : ''
      return text === '' ? [] : [[name, text]]
    }),
  )
}

export function mistakesIn(error: z.ZodError): Mistakes {
  return Object.fromEntries(
    error.issues.map(({ path, message }) => [String(path[0] ?? ''), `This ${onForm(message)}.`]),
  )
}

/** A form has no null: an empty field stands for it. */
function onForm(message: string): string {
  return message.replace(', or null for ', ', or empty for ')
}

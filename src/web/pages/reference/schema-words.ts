/** What a schema of the OpenAPI document accepts, in words. */
import { html, type Html } from '../../html.ts'
import type { Schema } from './api-document.ts'

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'time, ISO 8601 in UTC',
  date: 'day, YYYY-MM-DD',
  uri: 'URL',
  email: 'e-mail address',
  password: 'secret text',
}
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  array: 'list',
  null: 'null',
}

/** Names of documents lead to their tables. */
export function schemaWords(schema: Schema): Html {
  const { $ref, anyOf, oneOf, items, format, type } = schema
  if ($ref !== undefined) return documentLink($ref)
  const choices = anyOf ?? oneOf
  if (choices !== undefined) return either(choices.map(schemaWords))
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.enum !== undefined)
    return either(schema.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`))
  const types = typeof type === 'string' ? [type] : (type ?? [])
  if (items !== undefined) {
    const list = html`list of: !${schemaWords(items)}`
    return types.includes('null') ? either([list, html`null`]) : list
  }
  return either(
    types.map((one) =>
      one === 'string' && format !== undefined
        ? html`${FORMATS[format] ?? format}`
        : html`${TYPES[one] ?? one}`,
    ),
  )
}

export const documentId = (name: string) => `document-${name}`

function documentLink($ref: string): Html {
  const name = $ref.slice($ref.lastIndexOf('/') + 1)
  return html`<a href="#${documentId(name)}">${name}</a>`
}

function either(words: readonly Html[]): Html {
  return html`!${words.map((word, index) => (index === 0 ? word : html` or !${word}`))}`
}

export interface Field {
  /** With its parents: `ledger.created`, `items[].eventId`. */
  readonly name: string
  readonly isRequired: boolean
  readonly schema: Schema
}

/** The fields of an object, and those of the objects in it that are no documents of their own. */
export function fieldsOf(schema: Schema, above = ''): Field[] {
  const alone = schema.anyOf?.find(({ type }) => type === 'object' || type === 'array') ?? schema
  if (alone.items !== undefined) return fieldsOf(alone.items, `${above}[]`)
  return Object.entries(alone.properties ?? {}).flatMap(([key, field]) => {
    const name = above === '' ? key : `${above}.${key}`
    return [
      { name, isRequired: alone.required.includes(key), schema: field },
      ...fieldsOf(field, name),
    ]
  })
}

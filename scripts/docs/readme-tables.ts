// Generates the README's tables of fields and settings from the code. It reads and writes no file.
import { z } from 'zod'
import { REQUIRED } from '../../src/config/config.ts'
import { settings } from '../../src/config/settings.ts'
import { FIELD_TABLE, type Field, type Format } from '../../src/mapping/field-table.ts'

/** Returns the README with both tables regenerated. Throws if a pair of markers is missing. */
export function withTables(readme: string): string {
  return [
    ['field-table', fieldTable()] as const,
    ['settings-table', settingsTable()] as const,
  ].reduce((text, [name, table]) => between(text, name, table), readme)
}

function between(text: string, name: string, table: string): string {
  const begin = `<!-- ${name}: made by npm run docs -->\n`
  const end = `\n<!-- end of ${name} -->`
  const from = text.indexOf(begin)
  const to = text.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`The README has no markers of the ${name}.`)
  return `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`
}

const WRITTEN_AS: Readonly<Record<Format, string>> = {
  text: 'as ON24 gives it',
  email: 'trimmed, in lower case',
  dateTime: '`YYYY-MM-DD HH:mm:ss` in the list’s time zone',
  date: 'the same instant as `YYYY-MM-DD`',
  minutes: 'whole minutes',
  score: 'one decimal',
  count: 'whole number',
  status: '`Registered`, then `Attended`; never back',
}

function fieldTable(): string {
  return table(
    ['', 'Act-On column', 'Act-On type', 'from ON24', 'written as'],
    FIELD_TABLE.map((field, index) => [
      String(index + 1),
      field.heading,
      field.columnType === undefined ? '' : code(field.columnType),
      sourceOf(field),
      WRITTEN_AS[field.format],
    ]),
  )
}

function sourceOf({ source }: Field): string {
  if (source === 'status') return 'whether the registrant has an attendee row'
  if ('registrant' in source) return `registrant ${code(source.registrant)}`
  return source.attendee === 'attendance'
    ? 'attendee `firstliveactivity`, else `firstarchiveactivity`'
    : `attendee ${code(source.attendee)}`
}

function settingsTable(): string {
  const required = new Set<string>(REQUIRED.start)
  return table(
    ['variable', 'default', 'what it is for'],
    Object.entries(settings.shape).map(([name, schema]) => [
      code(name),
      required.has(name) ? '**needed**' : defaultOf(schema),
      schema.description ?? '',
    ]),
  )
}

function defaultOf(schema: z.ZodType): string {
  return schema instanceof z.ZodPrefault ? code(String(schema.def.defaultValue)) : ''
}

function code(text: string): string {
  return `\`${text}\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

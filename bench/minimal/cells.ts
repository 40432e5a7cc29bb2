/** The script's rows for Act-On: the service's columns, filled with what ON24 gives, as it is. */
import { FIELD_TABLE } from '../../src/mapping/field-table.ts'

export type Person = Readonly<Record<string, unknown>>

/** One row for each address; the last registration wins. */
export function cellsOf(registrants: readonly Person[], attendees: readonly Person[]): string[][] {
  const activities = new Map(attendees.map((one) => [textOf(one['eventuserid']), one]))
  const rows = new Map<string, string[]>()
  for (const registrant of registrants) {
    const email = textOf(registrant['email']).trim().toLowerCase()
    if (!email.includes('@')) continue
    const activity = activities.get(textOf(registrant['eventuserid']))
    rows.set(
      email,
      FIELD_TABLE.map((field) => {
        if (field.source === 'status') return activity === undefined ? 'Registered' : 'Attended'
        if (field.format === 'email') return email
        return 'registrant' in field.source
          ? textOf(registrant[field.source.registrant])
          : textOf(activity?.[attendeeKey(field.source.attendee)])
      }),
    )
  }
  return [...rows.values()]
}

function attendeeKey(source: string): string {
  return source === 'attendance' ? 'firstliveactivity' : source
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Converts one person of a webinar to the cells of one Act-On contact, by the field table. */
import type { Attendee, Registrant } from '../contracts/people.ts'
import { FIELD_TABLE, type Field } from './field-table.ts'
import { dateOf, writeDateTime } from './times.ts'

export const ATTENDED = 'Attended'

export interface Person {
  readonly registrant: Registrant
  /** Normalised: see `judgeEmail`. */
  readonly email: string
  /** Null when ON24 has no attendee row for this registration. */
  readonly attendee: Attendee | null
  /** Also true if the status in Act-On is already Attended, so that it never changes back. */
  readonly attended: boolean
}

export type CellsVerdict =
  | { readonly ok: true; readonly cells: readonly string[] }
  | { readonly ok: false; readonly field: string; readonly reason: 'notATime' | 'notANumber' }

class UnwritableValue extends Error {
  readonly reason: 'notATime' | 'notANumber'
  constructor(reason: 'notATime' | 'notANumber') {
    super(reason)
    this.reason = reason
  }
}

/**
 * Returns the cells in the order of the field table; a cell is empty where ON24 gives no value, which is not 0. Times
 * are in `timeZone` (IANA). If a value cannot be written, returns the column's heading and the reason instead.
 */
export function contactCells(person: Person, timeZone: string): CellsVerdict {
  const cells: string[] = []
  const local = localTimes(timeZone)
  for (const field of FIELD_TABLE) {
    try {
      cells.push(cell(field, person, local))
    } catch (error) {
      if (!(error instanceof UnwritableValue)) throw error
      return { ok: false, field: field.heading, reason: error.reason }
    }
  }
  return { ok: true, cells }
}

function cell(field: Field, person: Person, local: (stamp: string) => string): string {
  const value = sourceValue(field, person)
  if (value === undefined || value === null) return ''
  switch (field.format) {
    case 'dateTime':
      return local(String(value))
    case 'date':
      return dateOf(local(String(value)))
    case 'minutes':
    case 'count':
      return String(Math.round(finite(value)))
    case 'score':
      return finite(value).toFixed(1)
    case 'text':
    case 'email':
    case 'status':
      return String(value)
  }
}

function sourceValue(field: Field, person: Person): string | number | null | undefined {
  const { source } = field
  if (source === 'status') return person.attended ? ATTENDED : 'Registered'
  if ('attendee' in source) {
    if (source.attendee === 'attendance') return attendanceStamp(person.attendee)
    return person.attendee?.activity[source.attendee]
  }
  switch (source.registrant) {
    case 'email':
      return person.email
    case 'createtimestamp':
      return person.registrant.createTimestamp
    case 'eventuserid':
      return person.registrant.registrantId
    default:
      return person.registrant.profile[source.registrant]
  }
}

/** The first live activity, or the first archive activity of a person who watched only the archive. */
function attendanceStamp(attendee: Attendee | null): string | null {
  return attendee?.firstLiveActivity ?? attendee?.firstArchiveActivity ?? null
}

/** Converts each stamp once: its date is a column, too. */
function localTimes(timeZone: string): (stamp: string) => string {
  const known = new Map<string, string>()
  return (stamp) => {
    const text = known.get(stamp) ?? writeDateTime(stamp, timeZone)
    if (text === null) throw new UnwritableValue('notATime')
    known.set(stamp, text)
    return text
  }
}

function finite(value: string | number): number {
  const number = Number(value)
  if (!Number.isFinite(number)) throw new UnwritableValue('notANumber')
  return number
}

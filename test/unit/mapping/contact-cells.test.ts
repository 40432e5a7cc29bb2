import { expect, test } from 'vitest'
import type { Attendee } from '../../../src/contracts/people.ts'
import { contactCells, type Person } from '../../../src/mapping/contact-cells.ts'
import { FIELD_TABLE } from '../../../src/mapping/field-table.ts'
import { attendee, registrant } from '../../support/rows/people.ts'

function person(changes: Partial<Person> = {}): Person {
  return {
    registrant: registrant(),
    email: 'jane@example.com',
    attendee: null,
    attended: false,
    ...changes,
  }
}

/** A person's cells by heading, without empty ones. */
function written(of: Person, timeZone = 'America/New_York'): Record<string, string> {
  const verdict = contactCells(of, timeZone)
  if (!verdict.ok) expect.fail(`${verdict.field}: ${verdict.reason}`)
  const cells = FIELD_TABLE.map(
    ({ heading }, position) => [heading, verdict.cells[position] ?? ''] as const,
  )
  return Object.fromEntries<string>(cells.filter(([, cell]) => cell !== ''))
}

test('a registrant has the registration data, the status and nothing else', () => {
  expect(written(person())).toEqual({
    FirstName: 'Jane',
    'Email Address': 'jane@example.com',
    Status: 'Registered',
    'Registration Date/Time': '2026-11-20 12:00:00',
    'Registration Date': '2026-11-20',
    'ON24 Registrant ID': '1',
  })
})

test('every field of the registration goes to its column as ON24 gives it', () => {
  const profile = {
    firstname: ' Jane ',
    lastname: '=SUM(1,2)',
    jobtitle: 'Line one\r\nLine "two"',
    company: 'Ampersand & <b>Sons</b>',
    workphone: '+1 (555) 010',
    addressstreet1: '1 Street',
    addressstreet2: 'Suite 2',
    city: '姓',
    state: 'CA',
    zip: '00501',
    country: 'United States',
    companysize: '1 - 49',
    companyindustry: 'Software',
    jobfunction: 'Sales',
    partnerref: 'EM',
  }
  expect(written(person({ registrant: registrant({ profile }) }))).toMatchObject({
    FirstName: ' Jane ',
    'Last Name': '=SUM(1,2)',
    Title: 'Line one\r\nLine "two"',
    Company: 'Ampersand & <b>Sons</b>',
    'Work Phone Number': '+1 (555) 010',
    'Street Address 1': '1 Street',
    'Street Address 2': 'Suite 2',
    City: '姓',
    State: 'CA',
    'Postal Code': '00501',
    Country: 'United States',
    'Company Size': '1 - 49',
    Industry: 'Software',
    'Job Function': 'Sales',
    'Lead Source': 'EM',
  })
})

test('a person who did not attend has no activity, and 0 differs from no value', () => {
  const activity = { liveminutes: 0, archiveminutes: 12, engagementscore: 0, askedquestions: 0 }
  const cells = written(person({ attendee: attendee({ activity }), attended: true }))
  expect(cells).toMatchObject({
    Status: 'Attended',
    'Live Duration': '0',
    'Archive Duration': '12',
    'Engagement Score': '0.0',
    '# of Questions Asked': '0',
  })
  expect(cells).not.toHaveProperty('# of Poll Responses')
})

test('a score has one decimal, durations and counts are whole', () => {
  const activity = { engagementscore: 8, liveminutes: 39.6, answeredpolls: 2 }
  expect(written(person({ attendee: attendee({ activity }), attended: true }))).toMatchObject({
    'Engagement Score': '8.0',
    'Live Duration': '40',
    '# of Poll Responses': '2',
  })
})

test.for<[string, Partial<Attendee>, string]>([
  ['the first live activity', {}, '2026-11-23 13:00:00'],
  [
    'the first archive activity of somebody who was not live',
    { firstLiveActivity: null, firstArchiveActivity: '2026-11-24T22:00:00-08:00' },
    '2026-11-25 01:00:00',
  ],
  [
    'the live activity of somebody who watched the archive first',
    { firstArchiveActivity: '2026-11-20T00:00:00-08:00' },
    '2026-11-23 13:00:00',
  ],
])('the attendance date is %s', ([, changes, expected]) => {
  const cells = written(person({ attendee: attendee(changes), attended: true }))
  expect(cells).toMatchObject({
    'Attendance Date/Time': expected,
    'Attendance Date': expected.slice(0, 10),
  })
})

test('a person who attended once stays Attended without an attendee row', () => {
  expect(written(person({ attended: true }))).toMatchObject({ Status: 'Attended' })
})

test('a stamp that is no time names its column instead of writing anything', () => {
  const broken = person({ registrant: registrant({ createTimestamp: '20.11.2026' }) })
  expect(contactCells(broken, 'UTC')).toEqual({
    ok: false,
    field: 'Registration Date/Time',
    reason: 'notATime',
  })
})

import { expect, test } from 'vitest'
import { FIELD_TABLE } from '../../../src/mapping/field-table.ts'
import type { Decision } from '../../../src/reading/decide.ts'
import { DecidedWebinar } from '../../support/rows/decided-webinar.ts'
import { attendee, registrant } from '../../support/rows/people.ts'

const OLDER = registrant({ registrantId: '1', profile: { firstname: 'Older', city: 'Oslo' } })
const NEWER = registrant({
  registrantId: '2',
  email: ' JANE@example.com',
  createTimestamp: '2026-11-21T09:00:00-08:00',
  profile: { firstname: 'Newer' },
})

function cell(decision: Decision | undefined, heading: string): string | undefined {
  if (decision?.bucket !== 'send') expect.fail(`not sent but ${decision?.bucket ?? 'nothing'}`)
  return decision.row.cells[FIELD_TABLE.findIndex((field) => field.heading === heading)]
}

test('of two registrations with one address the newer gives the person', () => {
  const decisions = new DecidedWebinar().decide({ registrants: [NEWER, OLDER] })
  expect(cell(decisions.get('2'), 'FirstName')).toBe('Newer')
  expect(decisions.get('1')).toEqual({
    registrantId: '1',
    bucket: 'filtered',
    reason: 'sameAddress',
    addressHash: 'jane@example.com',
  })
})

test.for(['1', '2'])('whichever of the two attended gives the activity: %s', (registrantId) => {
  const decisions = new DecidedWebinar().decide({
    registrants: [OLDER, NEWER],
    attendees: [attendee({ registrantId })],
  })
  expect(cell(decisions.get('2'), 'Status')).toBe('Attended')
  expect(cell(decisions.get('2'), 'Live Duration')).toBe('40')
})

test('a newer registration takes over the row and keeps the attendance', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [OLDER], attendees: [attendee()] })
  const decisions = webinar.deliver({ registrants: [OLDER, NEWER] })
  expect(decisions.get('2')).toMatchObject({
    bucket: 'send',
    row: { action: 'upsert', attended: true, clear: ['City'] },
  })
  expect(decisions.get('1')).toMatchObject({
    bucket: 'filtered',
    reason: 'sameAddress',
    overtaken: true,
  })
  const again = webinar.decide({ registrants: [OLDER, NEWER] })
  expect(again.get('2')).toMatchObject({ bucket: 'unchanged' })
  expect(again.get('1')).not.toHaveProperty('overtaken')
})

test('when the newer registration is forgotten, the row is rewritten from the older one, with its attendance', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({
    registrants: [OLDER, NEWER],
    attendees: [attendee({ registrantId: '2' })],
  })
  const forgotten = registrant({
    ...NEWER,
    userStatus: 'forgotten',
    email: '2-deleted',
    profile: {},
  })
  const decisions = webinar.deliver({ registrants: [OLDER, forgotten] })
  expect(decisions.get('2')).toMatchObject({
    bucket: 'filtered',
    reason: 'forgotten',
    overtaken: true,
  })
  expect(cell(decisions.get('1'), 'Status')).toBe('Registered')
  expect(decisions.get('1')).toMatchObject({
    row: {
      attended: false,
      clear: [
        'Attendance Date/Time',
        'Live Duration',
        'Archive Duration',
        '# of Poll Responses',
        'Attendance Date',
      ],
    },
  })
})

test('when the unwritten registration is forgotten, nothing changes', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [OLDER, NEWER] })
  const forgotten = registrant({
    ...OLDER,
    userStatus: 'forgotten',
    email: '1-deleted',
    profile: {},
  })
  const decisions = webinar.decide({ registrants: [forgotten, NEWER] })
  expect(decisions.get('1')).toEqual({
    registrantId: '1',
    bucket: 'filtered',
    reason: 'forgotten',
    addressHash: null,
  })
  expect(decisions.get('2')).toMatchObject({ bucket: 'unchanged' })
})

test('a changed address moves the row, with its attendance', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [OLDER], attendees: [attendee()] })
  const moved = { ...OLDER, email: 'jane@new.example' }
  const decisions = webinar.deliver({ registrants: [moved] })
  expect(decisions.get('1')).toMatchObject({ row: { action: 'move', attended: true, clear: [] } })
  expect(webinar.decide({ registrants: [moved] }).get('1')).toMatchObject({ bucket: 'unchanged' })
})

test('an address that only changes its capitals changes nothing', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [OLDER] })
  const decisions = webinar.decide({ registrants: [{ ...OLDER, email: 'Jane@EXAMPLE.com' }] })
  expect(decisions.get('1')).toMatchObject({ bucket: 'unchanged' })
})

test('two people who swap addresses each overwrite the other’s row completely', () => {
  const webinar = new DecidedWebinar()
  const a = registrant({ registrantId: '1', email: 'a@example.com', profile: { city: 'Oslo' } })
  const b = registrant({ registrantId: '2', email: 'b@example.com', profile: { state: 'CA' } })
  webinar.deliver({ registrants: [a, b], attendees: [attendee({ registrantId: '1' })] })
  const decisions = webinar.deliver({
    registrants: [
      { ...a, email: 'b@example.com' },
      { ...b, email: 'a@example.com' },
    ],
    attendees: [attendee({ registrantId: '1' })],
  })
  expect(decisions.get('1')).toMatchObject({
    row: { action: 'upsert', attended: true, clear: ['State'] },
  })
  expect(cell(decisions.get('2'), 'Status')).toBe('Registered')
  expect(decisions.get('2')).toMatchObject({
    row: {
      action: 'upsert',
      attended: false,
      clear: [
        'City',
        'Attendance Date/Time',
        'Live Duration',
        'Archive Duration',
        '# of Poll Responses',
        'Attendance Date',
      ],
    },
  })
})

test('a person who moves to the address of a newer registration gives up their row', () => {
  const webinar = new DecidedWebinar()
  const mover = { ...OLDER, email: 'mover@example.com' }
  webinar.deliver({ registrants: [mover, NEWER] })
  const decisions = webinar.decide({ registrants: [OLDER, NEWER] })
  expect(decisions.get('1')).toMatchObject({
    bucket: 'remove',
    reason: 'sameAddress',
    written: { addressHash: 'mover@example.com' },
  })
  expect(decisions.get('2')).toMatchObject({ bucket: 'unchanged' })
})

test('a person who leaves a shared address does not take along the other’s attendance', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [OLDER, NEWER], attendees: [attendee()] })
  const decisions = webinar.deliver({
    registrants: [OLDER, { ...NEWER, email: 'newer@example.com' }],
    attendees: [attendee()],
  })
  expect(cell(decisions.get('1'), 'Status')).toBe('Attended')
  expect(cell(decisions.get('2'), 'Status')).toBe('Registered')
  expect(decisions.get('2')).toMatchObject({ row: { action: 'upsert', attended: false } })
})

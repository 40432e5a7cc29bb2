import { expect, test } from 'vitest'
import { groupsOfMask } from '../../../src/contracts/journal.ts'
import { FIELD_TABLE } from '../../../src/mapping/field-table.ts'
import type { Decision } from '../../../src/reading/decide.ts'
import { changedGroups, NO_HASH } from '../../../src/reading/row-hashes.ts'
import { DecidedWebinar, type Read } from '../../support/rows/decided-webinar.ts'
import { attendee, registrant } from '../../support/rows/people.ts'

const JANE = registrant()

function sent(decision: Decision | undefined) {
  if (decision?.bucket !== 'send') expect.fail(`not sent but ${decision?.bucket ?? 'nothing'}`)
  const cells = FIELD_TABLE.map(
    ({ heading }, position) => [heading, decision.row.cells[position] ?? ''] as const,
  )
  return { ...decision.row, cells: Object.fromEntries<string>(cells) }
}

test('a new registrant is sent, and not again while nothing changes', () => {
  const webinar = new DecidedWebinar()
  expect(sent(webinar.deliver({ registrants: [JANE] }).get('1'))).toMatchObject({
    action: 'upsert',
    clear: [],
    attended: false,
  })
  expect(webinar.decide({ registrants: [JANE] }).get('1')).toEqual({
    registrantId: '1',
    bucket: 'unchanged',
  })
})

test('a changed row is sent completely, with missing fields to be cleared', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [registrant({ profile: { firstname: 'Jane', city: 'Oslo' } })] })
  const row = sent(webinar.decide({ registrants: [JANE] }).get('1'))
  expect(row.cells).toMatchObject({ FirstName: 'Jane', City: '', Status: 'Registered' })
  expect(row.clear).toEqual(['City'])
})

test('an attendee becomes Attended, and stays so when ON24 no longer shows the attendance', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [JANE] })
  const row = sent(webinar.deliver({ registrants: [JANE], attendees: [attendee()] }).get('1'))
  expect(row.cells).toMatchObject({ Status: 'Attended', 'Live Duration': '40' })

  expect(webinar.decide({ registrants: [JANE] }).get('1')).toMatchObject({ bucket: 'unchanged' })
  const promoted = registrant({ profile: { firstname: 'Jane', jobtitle: 'CEO' } })
  const later = sent(webinar.deliver({ registrants: [promoted] }).get('1'))
  expect(later.cells).toMatchObject({ Status: 'Attended', 'Live Duration': '' })
  expect(later).toMatchObject({ clear: [], attended: true })
  expect(webinar.decide({ registrants: [promoted] }).get('1')).toMatchObject({
    bucket: 'unchanged',
  })
})

test.for([
  ['noEmail', null, null],
  ['noEmail', ' ', null],
  ['invalidEmail', ' Jane', 'jane'],
] as const)('a registrant with %s is filtered: %j', ([reason, email, addressHash]) => {
  const decisions = new DecidedWebinar().decide({ registrants: [registrant({ email })] })
  expect(decisions.get('1')).toEqual({
    registrantId: '1',
    bucket: 'filtered',
    reason,
    addressHash,
  })
})

test('a row that cannot be mapped names the column', () => {
  const broken = registrant({ createTimestamp: 'soon' })
  expect(new DecidedWebinar().decide({ registrants: [broken] }).get('1')).toEqual({
    registrantId: '1',
    bucket: 'unwritable',
    field: 'Registration Date/Time',
    reason: 'notATime',
  })
})

test('a row that Act-On rejected is tried again only with other content', () => {
  const webinar = new DecidedWebinar()
  webinar.rejected.set('1', sent(webinar.decide({ registrants: [JANE] }).get('1')))
  expect(webinar.decide({ registrants: [JANE] }).get('1')).toMatchObject({
    bucket: 'rejectedAgain',
  })
  const other = registrant({ profile: { firstname: 'Joan' } })
  expect(webinar.decide({ registrants: [other] }).get('1')).toMatchObject({ bucket: 'send' })
})

test('a row that may have been sent with unknown content is sent again', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [JANE], attendees: [attendee()] })
  const known = webinar.written.get('1') ?? expect.fail('nothing written')
  webinar.written.set('1', { ...known, registrationHash: NO_HASH, activityHash: NO_HASH })
  const decisions = webinar.decide({ registrants: [JANE], attendees: [attendee()] })
  expect(decisions.get('1')).toMatchObject({ bucket: 'send', row: { action: 'upsert' } })
})

test('a row of which the list may hold something else is sent again, and only what ON24 changed counts as changed', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [JANE], attendees: [attendee()] })
  const known = webinar.written.get('1') ?? expect.fail('nothing written')
  webinar.written.set('1', { ...known, isUncertain: true })
  const changedBy = (read: Read) => {
    const decision = webinar.decide(read).get('1')
    if (decision?.bucket !== 'send') return expect.fail('not sent')
    return groupsOfMask(decision.row.changed)
  }
  expect(changedBy({ registrants: [JANE], attendees: [attendee()] })).toEqual([])
  // ON24 lists the attendance no more, and the row stays Attended.
  expect(changedBy({ registrants: [JANE] })).toEqual([])
  const joan = registrant({ profile: { firstname: 'Joan' } })
  expect(changedBy({ registrants: [joan], attendees: [attendee()] })).toEqual(['registration'])
})

test.for(['forgotten', 'deleted'] as const)(
  'a person who is %s before being written is not written',
  (userStatus) => {
    const gone = registrant({ userStatus })
    expect(new DecidedWebinar().decide({ registrants: [gone] }).get('1')).toEqual({
      registrantId: '1',
      bucket: 'filtered',
      ...(userStatus === 'deleted'
        ? { reason: 'cancelled', addressHash: 'jane@example.com' }
        : { reason: 'forgotten', addressHash: null }),
    })
  },
)

test('a forgotten person is removed, once', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [JANE] })
  const forgotten = registrant({ userStatus: 'forgotten', email: '1-deleted', profile: {} })
  expect(webinar.deliver({ registrants: [forgotten] }).get('1')).toMatchObject({
    bucket: 'remove',
    reason: 'forgotten',
    written: { addressHash: 'jane@example.com' },
  })
  expect(webinar.decide({ registrants: [forgotten] }).get('1')).toMatchObject({
    bucket: 'filtered',
    reason: 'forgotten',
  })
})

test('a missing status and a forgotten person’s address mean that the person was forgotten', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [JANE] })
  const decisions = webinar.decide({ registrants: [registrant({ email: '1-deleted' })] })
  expect(decisions.get('1')).toMatchObject({ bucket: 'remove', reason: 'forgotten' })
})

test('a cancelled registration stays, or is removed if the setting says so', () => {
  const webinar = new DecidedWebinar()
  webinar.deliver({ registrants: [JANE] })
  const cancelled = registrant({ userStatus: 'deleted', profile: { firstname: 'Other' } })
  expect(webinar.decide({ registrants: [cancelled] }).get('1')).toMatchObject({
    bucket: 'unchanged',
  })
  webinar.cancelledRegistrants = 'remove'
  expect(webinar.deliver({ registrants: [cancelled] }).get('1')).toMatchObject({
    bucket: 'remove',
    reason: 'cancelled',
  })
  expect(webinar.decide({ registrants: [cancelled] }).get('1')).toMatchObject({
    bucket: 'filtered',
    reason: 'cancelled',
  })
  expect(webinar.decide({ registrants: [JANE] }).get('1')).toMatchObject({ bucket: 'send' })
})

test('a row to send names the groups of cells that changed', () => {
  const webinar = new DecidedWebinar()
  const changedIn = (decision: Decision | undefined) =>
    decision?.bucket === 'send' ? groupsOfMask(decision.row.changed) : null
  const attends = { registrants: [JANE], attendees: [attendee()] }
  expect(changedIn(webinar.deliver({ registrants: [JANE] }).get('1'))).toEqual([
    'address',
    'registration',
    'activity',
  ])
  expect(changedIn(webinar.deliver(attends).get('1'))).toEqual(['activity'])
  const promoted = registrant({ profile: { firstname: 'Jane', jobtitle: 'CEO' } })
  expect(changedIn(webinar.deliver({ ...attends, registrants: [promoted] }).get('1'))).toEqual([
    'registration',
  ])
})

test('a group whose content in the list is unknown does not count as changed', () => {
  const known = {
    registrantId: '1',
    addressHash: 'a',
    registrationHash: NO_HASH,
    activityHash: NO_HASH,
  }
  const written = { ...known, cellsMask: 0, attended: false }
  expect(
    changedGroups(written, { addressHash: 'a', registrationHash: 'r', activityHash: 'x' }),
  ).toEqual([])
})

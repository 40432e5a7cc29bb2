import { expect, test } from 'vitest'
import { ATTENDEE_FIELDS, REGISTRANT_FIELDS } from '../../../src/contracts/people.ts'
import type { Registrant, UnreadableRow } from '../../../src/contracts/people.ts'
import type { On24Knobs } from '../../../sandbox/on24/knobs.ts'
import type { WebinarTruth } from '../../../sandbox/world/truth.ts'
import { startOn24ClientFixture } from '../../support/fixtures/on24-client-fixture.ts'
import { call, collect } from '../../support/vendors/on24-stub.ts'

const TWO_YEARS = { from: '2025-03-01', to: '2027-03-01' } as const
const EACH_SETTING: [string, Partial<On24Knobs>][] = [
  ['the harder settings', {}],
  [
    'the other settings',
    {
      ids: 'string',
      rowOrder: 'arbitrary',
      mixedOffsets: false,
      pageSeedsLastActivity: true,
      zeroResults: { rows: 'emptyArray', pageCount: 1 },
      pageOutOfRange: 'empty',
      inactiveEventText: 'eventId',
      rowsPerChunk: 1,
    },
  ],
  ['ids as numbers', { ids: 'int', rowsPerChunk: 100_000 }],
]

test.each(EACH_SETTING)(
  'all people of all webinars in an odd world are read unchanged, with %s',
  async (_, knobs) => {
    const sandbox = await startOn24ClientFixture({ preset: 'demo' })
    Object.assign(sandbox.on24.knobs, knobs, { showsLastActivity: true, forgottenKeepDates: true })
    Object.assign(sandbox.on24.knobs.staleness, { cacheHours: 0 })
    const statuses: string[] = []
    let attendeeCount = 0
    for (const { on24ClientId } of sandbox.world.accounts) {
      const client = sandbox.client({ on24ClientId })
      for (const webinar of readableWebinars(sandbox.world.truth(on24ClientId))) {
        const eventId = String(webinar.eventId)
        const registrants = readable(await collect(client.readRegistrants(eventId, call)))
        const attendees = readable(await collect(client.readAttendees(eventId, call)))
        expect(byId(registrants.map(withoutSeed))).toEqual(byId(expectedRegistrants(webinar)))
        expect(byId(attendees)).toEqual(byId(expectedAttendees(webinar)))
        statuses.push(...registrants.map(({ userStatus }) => userStatus))
        attendeeCount += attendees.length
      }
    }
    expect(new Set(statuses)).toEqual(new Set(['active', 'deleted', 'forgotten']))
    expect(statuses.length).toBeGreaterThan(500)
    expect(attendeeCount).toBeGreaterThan(100)
  },
)

test.each(EACH_SETTING)(
  'the events of an account are listed without those of its sub-accounts, with %s',
  async (_, knobs) => {
    const sandbox = await startOn24ClientFixture({ preset: 'demo' })
    Object.assign(sandbox.on24.knobs, knobs)
    for (const { on24ClientId } of sandbox.world.accounts) {
      const client = sandbox.client({ on24ClientId })
      const listed = await client.listEvents({ mode: 'creation', ...TWO_YEARS }, call)
      const existing = sandbox.world.truth(on24ClientId).filter(({ isRemoved }) => !isRemoved)
      expect(listed.map(({ eventId }) => eventId).sort()).toEqual(
        existing.map(({ eventId }) => String(eventId)).sort(),
      )
      for (const webinar of listed) {
        const truth = existing.find(({ eventId }) => String(eventId) === webinar.eventId)?.event
        expect(webinar).toMatchObject({
          on24ClientId,
          title: truth?.description ?? null,
          contentType: truth?.contenttype,
          isTestEvent: truth?.istestevent,
          isActive: truth?.isactive,
          liveStart: new Date(truth?.livestart ?? '').toISOString(),
          liveEnd: new Date(truth?.liveend ?? '').toISOString(),
        })
      }
    }
  },
)

test('one event is read alike by its id and from a list', async () => {
  const client = (await startOn24ClientFixture({ preset: 'tiny' })).client()
  const [listed] = await client.listEvents({ mode: 'creation', ...TWO_YEARS }, call)
  expect(await client.readEvent(listed?.eventId ?? '', call)).toEqual(listed)
})

function readableWebinars(truth: readonly WebinarTruth[]): WebinarTruth[] {
  return truth.filter(({ isRemoved, event }) => !isRemoved && event.isactive)
}

function expectedRegistrants({ registrants }: WebinarTruth) {
  return registrants
    .filter(({ systemGenerated }) => !systemGenerated)
    .map((row) => ({
      registrantId: String(row.eventuserid),
      userStatus: row.userstatus,
      email: row.email ?? null,
      createTimestamp: instant(row.createtimestamp),
      profile: pick(row, REGISTRANT_FIELDS),
    }))
}

function expectedAttendees({ attendees, registrants }: WebinarTruth) {
  const made = new Set(
    registrants.filter(({ systemGenerated }) => systemGenerated).map((row) => row.eventuserid),
  )
  return attendees
    .filter(({ eventuserid }) => !made.has(eventuserid))
    .map((row) => ({
      registrantId: String(row.eventuserid),
      firstLiveActivity: instant(row.firstliveactivity),
      lastLiveActivity: instant(row.lastliveactivity),
      firstArchiveActivity: instant(row.firstarchiveactivity),
      lastArchiveActivity: instant(row.lastarchiveactivity),
      activity: pick(row, ATTENDEE_FIELDS),
    }))
}

/** Leaves out `lastActivity`: a sandbox knob decides whether a registration on the hosted page has one. */
function withoutSeed({ registrantId, userStatus, email, createTimestamp, profile }: Registrant) {
  return { registrantId, userStatus, email, createTimestamp, profile }
}

function instant(stamp: string | undefined): string | null {
  return stamp === undefined ? null : new Date(stamp).toISOString()
}

function pick(row: object, keys: readonly string[]) {
  return Object.fromEntries(
    Object.entries(row).filter(([key]) => keys.includes(key)) as [string, unknown][],
  )
}

function byId(rows: readonly object[]): object[] {
  return [...rows].sort((a, b) => idOf(a).localeCompare(idOf(b)))
}

function idOf(row: object): string {
  return 'registrantId' in row ? String(row.registrantId) : ''
}

function readable<Person>(rows: readonly (Person | UnreadableRow)[]): Person[] {
  const isReadable = (row: Person | UnreadableRow): row is Person =>
    !(typeof row === 'object' && row !== null && 'isUnreadable' in row)
  return rows.filter(isReadable)
}

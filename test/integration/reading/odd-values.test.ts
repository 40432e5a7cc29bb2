import { afterEach, expect, onTestFinished, test } from 'vitest'
import { ATTENDEE_FIELDS, REGISTRANT_FIELDS } from '../../../src/contracts/people.ts'
import type { FaultEffect } from '../../../sandbox/faults.ts'
import { truthDifferences } from '../../support/expectation/truth-differences.ts'
import { type JsonObject, rewriteRows } from '../../support/vendors/odd-answers.ts'
import { ODD_VALUES_SEED, OddValues } from '../../support/vendors/odd-values.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 3_600_000

const PERSON_STAMPS = ['createtimestamp', 'lastactivity', 'firstliveactivity', 'lastliveactivity']
/** The keys of the rows in each of ON24's answers. The service cleans odd values of these, or counts the row. */
const ROW_KEYS = {
  registrants: [
    ...REGISTRANT_FIELDS,
    'eventuserid',
    'email',
    'userstatus',
    'createtimestamp',
    'lastactivity',
  ],
  attendees: [
    ...ATTENDEE_FIELDS,
    'eventuserid',
    'firstliveactivity',
    'lastliveactivity',
    'firstarchiveactivity',
    'lastarchiveactivity',
  ],
  events: ['description', 'goodafter', 'livestart', 'liveend', 'lastupdated', 'clientid'],
  clientRegistrants: ['eventid', 'eventuserid', 'clientid', ...PERSON_STAMPS],
  clientAttendees: ['eventid', 'eventuserid', 'clientid', ...PERSON_STAMPS],
}
let fixture: ActivitiesFixture
afterEach(() => {
  fixture.sandbox.faults.clear()
})

test(
  `odd values from ON24 are cleaned or counted, and stop no other person (seed ${String(ODD_VALUES_SEED)})`,
  { timeout: 600_000 },
  async () => {
    fixture = await openActivitiesFixture()
    onTestFinished(() => fixture.close())
    const { world, clock } = fixture.sandbox
    const account = await fixture.nextAccount()
    const webinars = Array.from({ length: 8 }, () => account.webinar(25))
    clock.advance(25 * HOUR_MS)
    const truth = () => world.truth(account.on24ClientId)
    for (const { registrants } of truth()) {
      for (const { eventuserid } of registrants.slice(0, 12)) {
        world.attend(eventuserid, { minutes: 20, polls: 1, questions: 1 })
      }
    }
    clock.advance(HOUR_MS)
    expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 200 } })

    const values = OddValues.forOn24()
    while (values.left > 0) {
      const known = new Set(truth().flatMap((one) => one.registrants.map((row) => row.eventuserid)))
      const added = webinars.map((eventId) => world.register(eventId))
      clock.advance(HOUR_MS)
      let unreadable = 0
      const oddRows = (
        endpoint: string,
        key: string,
        keys: readonly string[],
        isPerson: boolean,
      ) => {
        const seen = new Map<unknown, JsonObject>()
        add(
          account,
          endpoint,
          rewriteRows(key, (row) => {
            // A row that is read again gets the same odd value, and uses up no further one.
            const id = isPerson ? row['eventuserid'] : Symbol('row')
            if (values.left === 0 || (isPerson && !known.has(Number(id)))) return row
            const before = seen.get(id)
            if (before !== undefined) return before
            const present =
              isPerson && key === 'attendees' ? keys.filter((one) => one in row) : keys
            const odd = values.putInto(row, present[values.left % present.length] ?? '')
            if (isPerson && isUnreadable(odd)) unreadable += 1
            seen.set(id, odd)
            return odd
          }),
        )
      }
      oddRows('eventRegistrants', 'registrants', ROW_KEYS.registrants, true)
      oddRows('eventAttendees', 'attendees', ROW_KEYS.attendees, true)
      oddRows('events', 'events', ROW_KEYS.events, false)
      oddRows('clientRegistrants', 'registrants', ROW_KEYS.clientRegistrants, false)
      oddRows('clientAttendees', 'attendees', ROW_KEYS.clientAttendees, false)
      const ended = await account.run()
      const words = values.words()
      expect(ended, words).toMatchObject({ failure: null, retried: [] })
      expect(['complete', 'rejections'], words).toContain(ended.outcome)
      expect(ended.ledger.filtered['unreadable'] ?? 0, words).toBe(unreadable)
      const written = new Set(
        account.lists().flatMap(({ rows }) => rows.map(({ cells }) => cells['ON24 Registrant ID'])),
      )
      expect(
        added.filter((person) => !written.has(String(person))),
        words,
      ).toEqual([])

      fixture.sandbox.faults.clear()
      clock.advance(HOUR_MS)
      expect(await account.run(), words).toMatchObject({ outcome: 'complete', failure: null })
      expect(truthDifferences(fixture.sandbox, account), words).toEqual([])
    }
  },
)

/** True for a row whose person is unknown: the contract's rule, implemented independently. */
function isUnreadable({ eventuserid: id, email, userstatus }: JsonObject): boolean {
  const isId =
    (Number.isSafeInteger(id) && Number(id) >= 0) ||
    (typeof id === 'string' && id.trim() !== '' && id.trim().length <= 20 && !/\D/.test(id.trim()))
  const isThing = (value: unknown) => typeof value === 'object' && value !== null
  return !isId || isThing(email) || isThing(userstatus)
}

function add(account: FixtureAccount, endpoint: string, effect: FaultEffect): void {
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint,
    times: Infinity,
    effect,
  })
}

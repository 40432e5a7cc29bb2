/**
 * Values that no vendor documents, in every field of every answer that the service reads. ODD_VALUES says how many, and
 * ODD_VALUES_SEED which ones: a failing test names both.
 */
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { ATTENDEE_FIELDS, REGISTRANT_FIELDS } from '../../../src/contracts/people.ts'
import type { FaultEffect } from '../../../sandbox/faults.ts'
import { differences } from '../../support/expectation/differences.ts'
import { ExpectedAccount } from '../../support/expectation/expected-account.ts'
import { servedTruth } from '../../support/expectation/served-truth.ts'
import { type JsonObject, rewriteJson, rewriteRows } from '../../support/vendors/odd-answers.ts'
import { oddValues, put, shown } from '../../support/vendors/odd-values.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const COUNT = Number(process.env['ODD_VALUES'] ?? 2000)
const SEED = Number(process.env['ODD_VALUES_SEED'] ?? 1)
const HOUR_MS = 3_600_000

/** Of each answer of ON24, whose rows are cleaned or counted one by one. */
const PERSON_STAMPS = ['createtimestamp', 'lastactivity', 'firstliveactivity', 'lastliveactivity']
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
/** Some share of all values goes to Act-On, one to an answer: most of its calls are few. */
const ACT_ON_SHARE = 0.03

class Values {
  readonly used: string[] = []
  readonly #values: unknown[]

  constructor(seed: number, count: number) {
    this.#values = oddValues(count, seed)
  }

  get left(): number {
    return this.#values.length
  }

  /** The row with the next value under `key`. */
  putInto(row: JsonObject, key: string): JsonObject {
    const value = this.#values.pop()
    this.used.push(`${key}: ${shown(value)}`)
    return put(row, key, value)
  }

  /** What the test has to say when it fails. */
  words(): string {
    return `ODD_VALUES_SEED=${String(SEED)}\n${this.used.splice(0).join('\n')}`
  }
}

let fixture: ActivitiesFixture
afterEach(() => {
  fixture.sandbox.faults.clear()
})

test(
  `values of ON24 are cleaned or counted, and stop nobody else (seed ${String(SEED)})`,
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

    const values = new Values(SEED, Math.ceil(COUNT * (1 - ACT_ON_SHARE)))
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
            // A second try of the same answer is as odd as the first, and costs no further value.
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
      expect(wrongIn(account), words).toEqual([])
    }
  },
)

/** What nobody can tell who it is about: kept as strict as the contract says it, in other words. */
function isUnreadable({ eventuserid: id, email, userstatus }: JsonObject): boolean {
  const isId =
    (Number.isSafeInteger(id) && Number(id) >= 0) ||
    (typeof id === 'string' && id.trim() !== '' && id.trim().length <= 20 && !/\D/.test(id.trim()))
  const isThing = (value: unknown) => typeof value === 'object' && value !== null
  return !isId || isThing(email) || isThing(userstatus)
}

const JsonRow = z.record(z.string(), z.unknown())

interface OddAnswer {
  readonly endpoint: string
  readonly keys: readonly string[]
  readonly within?: string
}

const ACT_ON_ANSWERS: readonly OddAnswer[] = [
  { endpoint: 'token', keys: ['access_token', 'refresh_token', 'expires_in'] },
  { endpoint: 'lists', keys: ['totalCount', 'result'] },
  { endpoint: 'lists', keys: ['id', 'name', 'folderName'], within: 'result' },
  { endpoint: 'createList', keys: ['listId'] },
  { endpoint: 'upsertContact', keys: ['status', 'message', 'id', 'contact_id', 'errorCode'] },
  { endpoint: 'lookup', keys: ['contactID', 'Company', 'Email Address'] },
  { endpoint: 'merge', keys: ['jobId', 'status', 'errorCode'] },
  { endpoint: 'jobStatus', keys: ['status', 'details', 'jobDetails', 'message'] },
  {
    endpoint: 'jobStatus',
    keys: ['appendCount', 'updateCount', 'rejectedCount'],
    within: 'details',
  },
  { endpoint: 'download', keys: ['headers', 'data', 'totalCount'] },
  { endpoint: 'deleteRecords', keys: ['success_count', 'failedList', 'fail_count'] },
]

test(
  `values of Act-On end in no run without an end, and lists follow (seed ${String(SEED)})`,
  { timeout: 600_000 },
  async () => {
    fixture = await openActivitiesFixture({
      // Jobs work in real time while the clock is moved by hours: one whose number was lost must be over by then.
      actOnKnobs: { jobUnpolledMs: 300 },
    })
    onTestFinished(() => fixture.close())
    const { world, clock } = fixture.sandbox
    const account = await fixture.nextAccount()
    const large = account.webinar(12)
    expect(await account.run()).toMatchObject({ outcome: 'complete' })
    const values = new Values(SEED + 1, Math.floor(COUNT * ACT_ON_SHARE))
    for (let round = 0; values.left > 0; round += 1) {
      clock.advance(3 * HOUR_MS)
      account.webinar(2)
      const [first = 0, second = 0] = world.registerMany(large, 6)
      const earlier = world.truth(account.on24ClientId).find(({ eventId }) => eventId === large)
      const ids = (earlier?.registrants ?? []).map(({ eventuserid }) => eventuserid)
      world.forget(ids[round] ?? first)
      world.editProfile(ids.at(-9) ?? second, { company: '' }, 'event')
      for (const { endpoint, keys, within } of ACT_ON_ANSWERS) {
        if (values.left === 0) break
        const key = keys[round % keys.length] ?? ''
        const odd = (body: JsonObject) => {
          if (within === undefined) return values.putInto(body, key)
          const rows = body[within]
          const list: unknown[] = Array.isArray(rows) ? rows : [rows]
          const changed = list.map((row) => values.putInto(JsonRow.parse(row), key))
          return { ...body, [within]: Array.isArray(rows) ? changed : changed[0] }
        }
        fixture.sandbox.faults.add({
          vendor: 'actOn',
          account: account.actOn.accountId,
          endpoint,
          effect: rewriteJson(odd),
        })
      }
      const ended = await account.run()
      const words = values.words()
      for (const { type, message } of [
        ...ended.retried,
        ...(ended.failure ? [ended.failure] : []),
      ]) {
        expect(type, `${message}\n${words}`).not.toBe('Unexpected')
      }
      expect(ended.retried.length, words).toBeLessThan(10)
      // One odd answer rejects nobody, and what waits for it is not called complete.
      expect(await waitingIn(account, 'rejected'), words).toBe(0)
      const isGood = ended.outcome === 'complete' || ended.outcome === 'rejections'
      if (isGood) expect(await waitingIn(account, 'pending'), words).toBe(0)
      fixture.sandbox.faults.clear()
      // A merge whose number was lost may still be at work: removals wait until it surely is over.
      let end = await account.run()
      for (let tries = 0; tries < 3 && end.outcome !== 'complete'; tries += 1) {
        clock.advance(HOUR_MS)
        end = await account.run()
      }
      clock.advance(HOUR_MS)
      expect(await account.run(), words).toMatchObject({
        outcome: 'complete',
        ledger: { pending: 0 },
      })
      expect(wrongIn(account), words).toEqual([])
    }
  },
)

function add(account: FixtureAccount, endpoint: string, effect: FaultEffect): void {
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint,
    times: Infinity,
    effect,
  })
}

async function waitingIn(
  { on24ClientId }: FixtureAccount,
  state: 'pending' | 'rejected',
): Promise<number> {
  const rows = await fixture.store
    .selectFrom('waitingRow')
    .select('registrantId')
    .where('on24ClientId', '=', on24ClientId)
    .where('state', '=', state)
    .execute()
  return rows.length
}

function wrongIn({ on24ClientId, actOn }: FixtureAccount): string[] {
  const expected = new ExpectedAccount(actOn.timeZone)
  expected.observe(servedTruth(fixture.sandbox, on24ClientId))
  return differences(on24ClientId, fixture.sandbox.actOn.lists(actOn.accountId), expected)
}

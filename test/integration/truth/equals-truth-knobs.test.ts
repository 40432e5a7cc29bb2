import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActOnKnobs } from '../../../sandbox/act-on/knobs.ts'
import type { On24Knobs } from '../../../sandbox/on24/knobs.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { differences } from '../../support/expectation/differences.ts'
import { ExpectedAccount } from '../../support/expectation/expected-account.ts'
import { servedTruth } from '../../support/expectation/served-truth.ts'
import {
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'
import type { EndedRun } from '../../support/temporal/run-in-order.ts'

const HOUR_MS = 3_600_000

interface Setting {
  readonly on24?: Partial<On24Knobs>
  readonly actOn?: Partial<ActOnKnobs>
}

/** Undocumented vendor behaviour that could affect a list; the sandbox's defaults come first. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  'as the sandbox is by default': {},
  'ON24 with whole pages, dates and lists of the other kind': {
    on24: {
      defaultUserStatus: 'any',
      pageSeedsLastActivity: true,
      showsLastActivity: true,
      forgottenKeepDates: true,
      pagesWithoutSubAccounts: true,
      zeroResults: { rows: 'emptyArray', pageCount: 1 },
      overCap: 'refuse',
      pageOutOfRange: 'empty',
      dateTimes: 'takeTheDay',
      inactiveEventText: 'eventId',
      mixedOffsets: false,
      lastActivityFilter: 'fresh',
    },
  },
  'ON24 with rows in no order and ids as text': { on24: { rowOrder: 'arbitrary', ids: 'string' } },
  'ON24 with ids as numbers, a row in a chunk': { on24: { ids: 'int', rowsPerChunk: 1 } },
  'ON24 without caches': {
    on24: { staleness: { cacheHours: 0, newAttendeeHours: 0, lastUpdatedHours: 0 } },
  },
  'ON24 with caches of a day': {
    on24: { staleness: { cacheHours: 24, newAttendeeHours: 24, lastUpdatedHours: 12 } },
  },
  'ON24 that hides people without an address': {
    on24: { excludeAnonymousDrops: 'systemGeneratedAndNoAddress' },
  },
  'Act-On that is more lenient': {
    actOn: {
      emailMatch: 'insensitive',
      recordIdWithFields: 'always',
      unknownColumnBody: 'json',
      systemNameKeys: 'accept',
      invalidEmail: 'accept',
      byteOrderMark: 'stripped',
      unknownField: 'ignore',
      secondWindow: 'fixed',
    },
  },
  'Act-On whose upserts say nothing': { actOn: { upsertAnswer: 'empty' } },
  'Act-On whose inserts claim to be updates': { actOn: { upsertInsertMessage: 'Record updated' } },
  'Act-On without record ids among chosen fields': { actOn: { recordIdWithFields: 'never' } },
  'Act-On with pages of two': {
    actOn: { pageMaximum: 2, listingDefaultCount: 1, downloadDefaultCount: 1 },
  },
  'Act-On with one name for one list, a look-up that finds nothing in its own way': {
    actOn: { duplicateListName: 'refuse', lookupNotFound: 'contact400' },
  },
  'Act-On whose jobs count wrongly': { actOn: { jobCountError: 1, jobCountsAsText: true } },
  'Act-On whose jobs lose rows': { actOn: { jobLosesRows: 2 } },
  'Act-On whose jobs fail half-way': {
    actOn: { jobEnd: 'failed', jobUnfinishedShare: 0.5, failedJobShape: 'prose' },
  },
}

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())

test.for(Object.entries(SETTINGS))('lists equal the truth with %s', async ([, setting]) => {
  const { sandbox } = fixture
  const account = await fixture.nextAccount()
  const reset = turn(sandbox, setting)
  const expected = new ExpectedAccount(account.actOn.timeZone)
  const { on24ClientId, actOn } = account
  const check = ({ ledger, outcome }: EndedRun) => {
    const counts = expected.observe(servedTruth(sandbox, on24ClientId))
    const { created, updated, ...rest } = ledger
    expect({ ...rest, written: created + updated, outcome }).toEqual({
      read: counts.read,
      carriedOver: 0,
      written: counts.created + counts.updated,
      unchanged: counts.unchanged,
      removed: counts.removed,
      filtered: counts.filtered,
      rejected: 0,
      pending: 0,
      outcome: 'complete',
    })
    expect(differences(on24ClientId, sandbox.actOn.lists(actOn.accountId), expected)).toEqual([])
  }
  try {
    const people = fill(sandbox, on24ClientId)
    check(await account.run())
    change(sandbox, people)
    sandbox.clock.advance(25 * HOUR_MS)
    check(await account.run())
    sandbox.clock.advance(25 * HOUR_MS)
    check(await account.run())
  } finally {
    reset()
  }
})

test('where Act-On ignores empty strings only cells to be cleared stay, and the run reports them', async () => {
  const { sandbox, store } = fixture
  const { on24ClientId, actOn, run } = await fixture.nextAccount()
  const reset = turn(sandbox, { actOn: { emptyStringInRecord: 'ignored' } })
  const expected = new ExpectedAccount(actOn.timeZone)
  try {
    const eventId = sandbox.world.addWebinar(on24ClientId, { liveStartAt: sandbox.clock.now() })
    const email = 'jane@example.com'
    const profile = { firstname: 'Jane', city: 'Oslo' }
    const eventUserId = sandbox.world.register(eventId, { email, profile })
    await run()
    sandbox.world.register(eventId, { eventUserId, email, profile: { firstname: 'Joan' } })
    sandbox.clock.advance(6 * HOUR_MS)
    await run()
    expected.observe(servedTruth(sandbox, on24ClientId))
    expect(differences(on24ClientId, sandbox.actOn.lists(actOn.accountId), expected)).toEqual([
      expect.stringContaining('jane@example.com, City: is "Oslo", ought to be ""'),
    ])
    const problems = store.selectFrom('trouble').select(['kind', 'detail'])
    expect(await problems.where('on24ClientId', '=', on24ClientId).execute()).toEqual([
      { kind: 'clearIgnored', detail: 'City' },
    ])
  } finally {
    reset()
  }
})

/** Sets knobs. Returns a function that restores them. */
function turn({ on24, actOn }: Sandbox, setting: Setting): () => void {
  const before = { on24: structuredClone(on24.knobs), actOn: { ...actOn.knobs } }
  Object.assign(on24.knobs, setting.on24)
  Object.assign(actOn.knobs, setting.actOn)
  return () => {
    Object.assign(on24.knobs, before.on24)
    Object.assign(actOn.knobs, before.actOn)
  }
}

/** A future webinar for bulk merges, and a past one for single upserts. */
function fill({ world, clock }: Sandbox, on24ClientId: string) {
  const at = (hours: number) => new Date(clock.now().getTime() + hours * HOUR_MS)
  const webinar = world.addWebinar(on24ClientId, { liveStartAt: at(5) })
  const past = world.addWebinar(on24ClientId, {
    title: null,
    createdAt: at(-200),
    liveStartAt: at(-30),
  })
  const register = (name: string) => world.register(webinar, { email: `${name}@example.com` })
  world.register(webinar, { email: null })
  world.register(webinar, { email: 'no address' })
  world.register(webinar, { email: 'system@on24.example', systemGenerated: true })
  world.register(past, { at: at(-99) })
  const visitor = world.register(past, { at: at(-100), email: 'visitor+1@example.com' })
  world.attend(visitor, { at: at(-30), minutes: 12.5, polls: 1, score: 9 })
  const twin = world.register(webinar, { email: 'twin@example.com', at: at(-1) })
  world.register(webinar, { email: ' TWIN@example.com ', partnerRef: 'EM' })
  return {
    webinar,
    visitor,
    twin,
    moves: register('moves'),
    swapsA: register('swaps.a'),
    swapsB: register('swaps.b'),
    forgotten: register('forgotten'),
    cancelled: register('cancelled'),
    attends: register('attends'),
    clears: register('clears'),
  }
}

function change({ world, clock }: Sandbox, people: ReturnType<typeof fill>): void {
  const at = new Date(clock.now().getTime() + 6 * HOUR_MS)
  world.changeAddress(people.moves, 'has.moved@example.com')
  world.changeAddress(people.swapsA, 'swaps.b@example.com')
  world.changeAddress(people.swapsB, 'swaps.a@example.com')
  world.forget(people.forgotten)
  world.forget(people.visitor)
  world.softDelete(people.cancelled)
  world.attend(people.attends, { at, minutes: 44.5, questions: 2, resources: 1, score: 6.1 })
  world.attend(people.twin, { at, minutes: 3, surveys: 1 })
  const { webinar, clears } = people
  world.register(webinar, { eventUserId: clears, email: 'clears@example.com', profile: {} })
}

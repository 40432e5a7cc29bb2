import { expect, onTestFinished, test } from 'vitest'
import { createRandom, type Random } from '../../../sandbox/random.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { differences } from '../../support/expectation/differences.ts'
import { ExpectedAccount } from '../../support/expectation/expected-account.ts'
import { servedTruth } from '../../support/expectation/served-truth.ts'
import { patienceMs } from '../../support/vendors/slow-vendors.ts'
import {
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 3_600_000
const WEBINARS = 30
const ROUNDS = 6
/** Few, so that people often have the same address. */
const ADDRESSES = ['a@example.com', 'b@example.com', 'c@example.com', 'D@Example.com', 'no address']

test.for([1, 2].map((n) => ({ seed: `seed ${String(n)}` })))(
  'lists and ledgers follow any sequence of changes to few people with few addresses: $seed',
  { timeout: ROUNDS * patienceMs(20_000) },
  async ({ seed }) => {
    const fixture = await openActivitiesFixture()
    onTestFinished(() => fixture.close())
    const { sandbox } = fixture
    const account = await fixture.nextAccount()
    const { on24ClientId, actOn } = account
    const expected = new ExpectedAccount(account.actOn.timeZone)
    const liveStartAt = new Date(sandbox.clock.now().getTime() + HOUR_MS)
    const webinars = Array.from({ length: WEBINARS }, (_, index) => ({
      eventId: sandbox.world.addWebinar(on24ClientId, { title: 'Random', liveStartAt }),
      random: createRandom(`${seed}:${String(index)}`),
      people: [] as number[],
      log: [] as string[],
    }))

    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const webinar of webinars) {
        webinar.log.push(`round ${String(round)}`)
        for (let edits = webinar.random.int(1, 3); edits > 0; edits -= 1) {
          sandbox.clock.advance(1000)
          webinar.log.push(edit(sandbox, webinar))
        }
      }
      sandbox.clock.advance(7 * HOUR_MS)
      const { runKey } = await account.run()
      const counts = await countsOf(fixture, runKey)
      const served = servedTruth(sandbox, on24ClientId)
      for (const { eventId, log } of webinars) {
        const wanted = expected.observe(served.filter((truth) => truth.eventId === eventId))
        expect(counts.get(eventId), log.join('\n')).toEqual(wanted)
      }
      const wrong = differences(on24ClientId, sandbox.actOn.lists(actOn.accountId), expected)
      const first = webinars.find(({ eventId }) => wrong[0]?.includes(`(${String(eventId)})`))
      expect(wrong, first?.log.join('\n')).toEqual([])
    }
  },
)

/** The run's counts by event id. */
async function countsOf({ store }: ActivitiesFixture, runKey: string) {
  const rows = await store
    .selectFrom('runWebinar')
    .select(['eventId', 'read', 'created', 'updated', 'unchanged', 'removed', 'filtered'])
    .where('runKey', '=', runKey)
    .execute()
  return new Map(rows.map(({ eventId, ...counts }) => [Number(eventId), counts]))
}

interface EditedWebinar {
  readonly eventId: number
  readonly random: Random
  readonly people: number[]
  readonly log: readonly string[]
}

/** Makes one random event happen now. Returns its description. */
function edit({ world, clock }: Sandbox, { eventId, random, people, log }: EditedWebinar): string {
  const email = random.pick(ADDRESSES)
  if (people.length === 0 || (people.length < 5 && random.chance(0.3))) {
    const person = world.register(eventId, { email })
    people.push(person)
    return `register ${String(person)} ${email}`
  }
  const person = random.pick(people)
  const what = random.pick(KINDS)
  switch (what) {
    case 'changeAddress':
      world.changeAddress(person, email)
      return `${what} ${String(person)} ${email}`
    case 'registerAgain':
      world.register(eventId, { eventUserId: person, email, profile: { city: `${email} town` } })
      return `${what} ${String(person)} ${email}`
    case 'attend':
      // No score occurs twice in a webinar: if two people with one address had equal activity, an update from one to
      // the other would be visible in no cell.
      world.attend(person, { at: clock.now(), minutes: random.int(0, 60), score: log.length / 10 })
      return `${what} ${String(person)}`
    case 'editProfile':
      world.editProfile(person, { jobtitle: `Title ${String(random.int(1, 99))}` }, 'event')
      return `${what} ${String(person)}`
    default:
      world[what](person)
      return `${what} ${String(person)}`
  }
}

const KINDS = [
  'changeAddress',
  'changeAddress',
  'changeAddress',
  'registerAgain',
  'attend',
  'editProfile',
  'softDelete',
  'undelete',
  'forget',
] as const

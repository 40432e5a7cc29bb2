import { expect, test } from 'vitest'
import type { World } from '../../../sandbox/world/world.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { patienceMs } from '../../support/vendors/slow-vendors.ts'
import { stillClock, TruthCheck } from '../../support/vendors/truth-check.ts'

const HOUR_MS = 3_600_000

/** On a real Temporal server. */
const RUNS_OF_TWO_ACCOUNTS = 24

test(
  'over weeks of edits Act-On follows ON24 cell by cell, until every webinar has settled',
  { timeout: RUNS_OF_TWO_ACCOUNTS * patienceMs(10_000) },
  async () => {
    // Three days before daylight saving time begins in America.
    const service = await startServiceFixture({
      leavesOutClockSlots: true,
      world: {
        preset: 'demo',
        size: { accounts: 2, webinarsPerAccount: 5, peoplePerWebinar: [3, 25] },
      },
      clock: stillClock('2026-03-05T15:20:00Z'),
    })
    const { world, clock } = service.sandbox
    const [{ on24ClientId } = expect.fail('no account')] = world.accounts
    const inHours = (hours: number) => new Date(clock.now().getTime() + hours * HOUR_MS)
    const webinar = world.addWebinar(on24ClientId, {
      title: 'A Webinar with Many Changes',
      liveStartAt: inHours(30),
      people: 4,
    })
    const unnoticed = world.addWebinar(on24ClientId, {
      title: 'A Draft of a Title',
      liveStartAt: inHours(24 * 10),
    })
    const paused = world.addWebinar(on24ClientId, {
      title: 'Inactive for a While',
      createdAt: inHours(-24 * 30),
      liveStartAt: inHours(-50),
      people: 8,
    })
    const people = registerThoseWhoChange(world, webinar)
    const check = new TruthCheck(service)
    await check.linkAll()

    changeAddresses(world, people)
    world.register(webinar, { email: 'late@example.com' })
    world.setActive(paused, false)
    await check.runAfter(6, 'after addresses changed')

    forgetAndCancel(world, people)
    world.rename(unnoticed, 'The Title')
    await check.runAfter(6, 'after people were forgotten and cancelled')

    world.undelete(people.cancelled)
    // The same person registers again and leaves fields out.
    world.register(webinar, {
      eventUserId: people.forgetful,
      email: 'forgetful@example.com',
      profile: { firstname: 'Forgetful' },
    })
    await check.changeTimeZone(on24ClientId, 'Pacific/Auckland')
    world.register(unnoticed, { email: 'first@example.com' })
    world.rename(webinar, 'Another Title')
    await check.runAfter(6, 'after a cancellation was undone and fields were cleared')

    // They attend before the next run.
    for (const person of [people.attends, people.olderTwin, people.movesAfterwards]) {
      world.attend(person, { at: inHours(18.6), minutes: 33.4, polls: 2, resources: 1, score: 7.5 })
    }
    await check.runAfter(24, 'after some had attended')

    world.setActive(paused, true)
    world.changeAddress(people.movesAfterwards, 'moved.afterwards@example.com')
    world.forget(people.olderTwin)
    world.register(webinar, { email: 'attends@example.com', profile: { firstname: 'Again' } })
    world.register(webinar, { email: 'opt.in@example.com', createdAt: inHours(-40) })
    world.attend(people.late, { mode: 'archive', at: inHours(1), minutes: 0.3, surveys: 1 })
    world.editProfile(people.late, { jobtitle: 'Promoted' }, 'event', inHours(2))
    await check.runAfter(6, 'after people had come back')

    await check.runAfter(24, 'a day later')
    world.attend(people.late, {
      mode: 'archive',
      at: inHours(30),
      minutes: 12,
      score: 3,
      questions: 1,
    })
    for (let week = 0; week < 16; week += 1) {
      await check.runAfter(72, `three days later, for the ${String(week + 1)}. time`)
    }
    expect(await check.isSettled(on24ClientId)).toBe(true)
    check.expectEverything('in the end')
  },
)

function registerThoseWhoChange(world: World, webinar: number) {
  const register = (name: string) => world.register(webinar, { email: `${name}@example.com` })
  const olderTwin = register('twin')
  return {
    attends: register('attends'),
    late: register('archive'),
    movesAfterwards: register('moves.afterwards'),
    forgetful: register('forgetful'),
    /** Each person changes to the address of the next one, and the last one to that of the first. */
    circle: ['circle.a', 'circle.b', 'circle.c'].map(register),
    chain: ['chain.a', 'chain.b'].map(register),
    moves: register('moves'),
    joins: register('joins'),
    joined: register('joined'),
    capitals: register('capitals'),
    olderTwin,
    newerTwin: world.register(webinar, { email: 'Twin@Example.com' }),
    forgotten: register('forgotten'),
    cancelled: register('cancelled'),
    takenOver: register('taken.over'),
    takesOver: register('takes.over'),
  }
}

type People = ReturnType<typeof registerThoseWhoChange>

function changeAddresses(world: World, people: People): void {
  const change = (person: number | undefined, name: string) =>
    world.changeAddress(person ?? expect.fail('nobody'), `${name}@example.com`)
  const [a, b, c] = people.circle
  change(a, 'circle.b')
  change(b, 'circle.c')
  change(c, 'circle.a')
  const [first, second] = people.chain
  change(second, 'chain.c')
  change(first, 'chain.b')
  change(people.moves, 'has.moved')
  change(people.joins, 'joined')
  change(people.capitals, 'CAPITALS')
}

function forgetAndCancel(world: World, people: People): void {
  world.forget(people.forgotten)
  // The contact showed the newer registration, so the older one must replace it.
  world.forget(people.newerTwin)
  world.softDelete(people.cancelled)
  world.forget(people.takenOver)
  world.changeAddress(people.takesOver, 'taken.over@example.com')
}

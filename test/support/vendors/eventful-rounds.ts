/** An account's webinars over rounds of six hours. Every round after the first causes each kind of work. */
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { CANARY_IN_ADDRESS } from '../../../sandbox/world/canary.ts'
import type { WorldOptions } from '../../../sandbox/world/world-options.ts'

const HOUR_MS = 3_600_000
const BETWEEN_ROUNDS_MS = 6 * HOUR_MS
/** Each round forgets one person of a webinar and changes the address of another, so 60 suffice for 30 rounds. */
const FIRST_PEOPLE = 60

/** All events have fixed times, so that two runs of the same world are identical. */
export interface EventfulRounds {
  readonly world: WorldOptions
  /** Moves the clock to the start of the round, counted from 0, and applies the round's events to the world. */
  begin(sandbox: Sandbox, round: number): void
}

export function eventfulRounds(startAt: Date): EventfulRounds {
  const at = (round: number, hours: number) =>
    new Date(startAt.getTime() + round * BETWEEN_ROUNDS_MS + hours * HOUR_MS)
  const webinar = (title: string, round: number) => ({
    title,
    createdAt: at(round, -5),
    liveStartAt: at(round, -3),
  })
  const titles = ['Crowded', 'Quiet', 'Restless']
  return {
    world: {
      seed: 'eventful',
      accounts: [{ webinars: titles.map((title) => webinar(title, 0)) }],
    },
    begin({ clock, world }, round) {
      clock.set(at(round, 0))
      const on24ClientId = world.accounts[0]?.on24ClientId ?? ''
      const [crowded = 0, quiet = 0, restless = 0] = world
        .webinarsUnder(on24ClientId)
        .map(({ eventId }) => eventId)
      if (round === 0) {
        world.registerMany(crowded, FIRST_PEOPLE, at(0, -4.5))
        world.registerMany(restless, FIRST_PEOPLE, at(0, -4.5))
        world.registerMany(quiet, 3, at(0, -4.5))
        return
      }
      const added = world.addWebinar(on24ClientId, webinar(`Of round ${String(round)}`, round))
      world.registerMany(added, 7, at(round, -4))
      const [first = 0, second = 0] = world.registerMany(crowded, 6, at(round, -2))
      world.attend(first, { mode: 'archive', minutes: 12, polls: 2, at: at(round, -1.5) })
      world.attend(second, { mode: 'archive', minutes: 7, questions: 1, at: at(round, -1.5) })
      world.registerMany(quiet, 1, at(round, -2))
      world.registerMany(restless, 1, at(round, -2))
      for (const eventId of [crowded, restless]) {
        const people = world.truth(on24ClientId).find((truth) => truth.eventId === eventId)
        const ids = people?.registrants.map(({ eventuserid }) => Number(eventuserid)) ?? []
        world.forget(ids[2 * round] ?? 0, at(round, -1))
        const address = `moved.${CANARY_IN_ADDRESS}${String(round)}.${String(eventId)}@example.com`
        world.changeAddress(ids[2 * round + 1] ?? 0, address, at(round, -1))
      }
    },
  }
}

import { describe, expect, it } from 'vitest'
import { createSandboxClock } from '../../../sandbox/clock.ts'
import { CANARY } from '../../../sandbox/world/canary.ts'
import { createWorld } from '../../../sandbox/world/world.ts'
import type { WorldOptions } from '../../../sandbox/world/world-options.ts'

const START = Date.parse('2026-06-10T19:00:00Z')
const HOUR_MS = 3_600_000

function world(options: WorldOptions = {}) {
  const clock = createSandboxClock({ now: () => START })
  return { clock, world: createWorld(options, clock) }
}

const everything = ({ world: made }: ReturnType<typeof world>) =>
  made.accounts.map((account) => made.truth(account.on24ClientId))

describe('a world', () => {
  it('is the same for the same seed and another for another', () => {
    expect(everything(world({ preset: 'demo' }))).toEqual(everything(world({ preset: 'demo' })))
    expect(everything(world({ seed: 'a' }))).not.toEqual(everything(world({ seed: 'b' })))
  })

  it('leaves its webinars as they are when one more is added', () => {
    const webinar = (people: number) => ({ liveStartAt: new Date(START - HOUR_MS), people })
    const two = everything(
      world({ accounts: [{ webinars: [webinar(5)] }, { webinars: [webinar(6)] }] }),
    )
    const three = everything(
      world({ accounts: [{ webinars: [webinar(5), webinar(9)] }, { webinars: [webinar(6)] }] }),
    )
    expect(three[0]?.[0]).toEqual(two[0]?.[0])
    expect(three[1]).toEqual(two[1])
  })

  it('shows only what has happened by its clock, forwards and back again', () => {
    const made = world({
      accounts: [{ webinars: [{ liveStartAt: new Date(START + HOUR_MS), people: 40 }] }],
    })
    const counts = () => {
      const [webinar] = made.world.truth('22950')
      return [webinar?.registrants.length ?? 0, webinar?.attendees.length ?? 0]
    }
    const before = counts()
    made.clock.advance(2 * HOUR_MS)
    const after = counts()
    expect(before[1]).toBe(0)
    expect(after[0]).toBeGreaterThan(before[0] ?? 0)
    expect(after[1]).toBeGreaterThan(5)
    made.clock.advance(-2 * HOUR_MS)
    expect(counts()).toEqual(before)
  })

  it('goes on growing as lively as it was asked to be', () => {
    const made = world({ preset: 'tiny', growthPerMinute: 2 })
    const people = () =>
      made.world.truth('22950').reduce((sum, webinar) => sum + webinar.registrants.length, 0)
    made.clock.advance(3 * HOUR_MS)
    const before = people()
    for (let minute = 1; minute <= 10; minute += 1) {
      made.clock.advance(60_000)
      const grown = people() - before
      expect(grown).toBeGreaterThanOrEqual(2 * minute - 2)
      expect(grown).toBeLessThanOrEqual(2 * minute + 2)
    }
  })

  it('has the canary in every credential and every personal field', () => {
    const { world: made } = world({ preset: 'demo' })
    const canary = new RegExp(CANARY, 'i')
    const personal = /name|company$|jobtitle|street|city|phone|fax|username|email$|other|notes|std/
    for (const account of made.accounts) {
      const { accessTokenKey, accessTokenSecret, actOn } = account
      for (const secret of [accessTokenKey, accessTokenSecret, actOn.userName, actOn.password]) {
        expect(secret).toMatch(canary)
      }
      const rows = made
        .truth(account.on24ClientId)
        .flatMap(({ registrants, attendees }) => [...registrants, ...attendees])
        .filter((row) => row.userstatus !== 'forgotten')
      const values = rows.flatMap((row) =>
        Object.entries(row).filter(
          ([key]) => personal.test(key) && key !== 'eventemail' && key !== 'marketingemail',
        ),
      )
      expect(values.length).toBeGreaterThan(500)
      expect(values.filter(([, value]) => !canary.test(String(value)))).toEqual([])
    }
  })

  it('carries another mark, or none, if configured so', () => {
    const text = (mark: string) => {
      const made = world({ preset: 'tiny', size: { odd: true }, mark })
      const registrants = made.world.truth('22950').map((webinar) => webinar.registrants)
      return JSON.stringify([made.world.accounts, registrants])
    }
    expect(text('Xy9other')).toMatch(/Xy9other.*xy9other/)
    expect(text('')).not.toMatch(/canary/i)
  })

  it('has each of the odd people and webinars in the demo', () => {
    const { world: made } = world({ preset: 'demo' })
    const webinars = made.accounts.flatMap((account) => made.truth(account.on24ClientId))
    const types = new Set(webinars.map((webinar) => webinar.event.contenttype))
    expect([...types].toSorted()).toEqual([
      'experience',
      'gateway',
      'golive',
      'virtualenvironment',
      'webcast',
    ])
    const titles = webinars.map((webinar) => webinar.event.description)
    expect(titles).toContain(undefined)
    expect(titles.some((title) => (title?.length ?? 0) > 100)).toBe(true)
    expect(new Set(titles).size).toBeLessThan(titles.length)
    expect(webinars.some((webinar) => webinar.event.istestevent)).toBe(true)
    expect(webinars.some((webinar) => webinar.registrants.length === 0)).toBe(true)
    const people = webinars.flatMap((webinar) => webinar.registrants)
    expect(new Set(people.map((person) => person.userstatus))).toEqual(
      new Set(['active', 'deleted', 'forgotten']),
    )
    expect(people.some((person) => person.email === undefined)).toBe(true)
    expect(people.some((person) => person.systemGenerated)).toBe(true)
    expect(people.some((person) => person.jobtitle?.includes('\r\n'))).toBe(true)
    const twice = webinars.filter(({ registrants }) => {
      const addresses = registrants.flatMap(({ email }) => email?.trim().toLowerCase() ?? [])
      return new Set(addresses).size < addresses.length
    })
    expect(twice).not.toEqual([])
  })

  it('refuses an attendance before the registration', () => {
    const { world: made } = world({ preset: 'empty' })
    const eventId = made.addWebinar('22950', { liveStartAt: new Date(START) })
    const person = made.register(eventId)
    const at = new Date(START - 1)
    expect(() => made.attend(person, { minutes: 1, at })).toThrow('before the registration')
  })

  it('forgets all registrations of an address together', () => {
    const { world: made } = world({ preset: 'empty' })
    const email = 'gone.zq7canary@example.com'
    for (const title of ['One', 'Two']) {
      made.register(made.addWebinar('22950', { title, liveStartAt: new Date(START) }), { email })
    }
    made.forgetAll('22950', email)
    const statuses = made
      .truth('22950')
      .flatMap((webinar) => webinar.registrants.map((person) => person.userstatus))
    expect(statuses).toEqual(['forgotten', 'forgotten'])
  })
})

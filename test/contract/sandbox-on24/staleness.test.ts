import { describe, expect, it } from 'vitest'
import { days, hours, idsOf } from '../../support/fixtures/on24-fixture.ts'
import {
  START,
  startOldWebinarFixture,
  startUncachedWebinarFixture,
} from '../../support/fixtures/on24-webinar-fixture.ts'

const LONG_AGO = { at: new Date(START - days(20)) }
const TODAY = 'userstatus=any&datefiltermode=lastActivity&startdate=2026-06-10&enddate=2026-06-10'

describe('staleness', () => {
  it('hides a new attendee at account level but not at event level', async () => {
    const { world, on24, clock, eventId, get } = await startOldWebinarFixture()
    Object.assign(on24.knobs.staleness, { cacheHours: 3, newAttendeeHours: 24 })
    const person = world.register(eventId, LONG_AGO)
    world.attend(person, { minutes: 0 })
    const shown = async (path: string) => idsOf((await get(path)).body.attendees)
    clock.advance(hours(23))
    expect(await shown('/attendee?userstatus=any')).toEqual([])
    expect(await shown(`/event/${eventId}/attendee?userstatus=any`)).toEqual([person])
    clock.advance(hours(1))
    expect(await shown('/attendee?userstatus=any')).toEqual([person])
  })

  it('shows account-level stamps and poll counts hours late, and is fresh at event level', async () => {
    const { world, on24, clock, eventId, get } = await startOldWebinarFixture()
    Object.assign(on24.knobs.staleness, { cacheHours: 6, newAttendeeHours: 6 })
    const person = world.register(eventId, LONG_AGO)
    world.attend(person, { minutes: 0, at: new Date(START - hours(10)) })
    world.attend(person, { minutes: 10, polls: 2, questions: 1, surveys: 1 })
    clock.advance(hours(1))
    const fresh = {
      liveviewed: 2,
      answeredpolls: 2,
      lastliveactivity: '2026-06-10T12:10:00-07:00',
    }
    const cached = {
      liveviewed: 1,
      answeredpolls: 0,
      lastliveactivity: '2026-06-10T02:00:00-07:00',
    }
    // Neither level takes these fields from the cache.
    const always = { liveminutes: 10, askedquestions: 1, answeredsurveys: 1 }
    const row = async (path: string) => (await get(path)).body.attendees?.[0]
    const ofEvent = `/event/${eventId}/attendee?userstatus=any`
    expect(await row(ofEvent)).toMatchObject({ ...fresh, ...always })
    expect(await row('/attendee?userstatus=any')).toMatchObject({ ...cached, ...always })
    clock.advance(hours(6))
    expect(await row('/attendee?userstatus=any')).toMatchObject({ ...fresh, ...always })
  })

  it.each(['cached', 'fresh'] as const)(
    'lets the account-level filter look at %s dates',
    async (of) => {
      const { world, on24, clock, eventId, get } = await startOldWebinarFixture()
      Object.assign(on24.knobs.staleness, { cacheHours: 6, newAttendeeHours: 6 })
      on24.knobs.lastActivityFilter = of
      const person = world.register(eventId, LONG_AGO)
      world.attend(person, { minutes: 0, at: new Date(START - days(3)) })
      world.attend(person, { minutes: 0 })
      clock.advance(hours(1))
      expect(idsOf((await get(`/attendee?${TODAY}`)).body.attendees)).toEqual(
        of === 'fresh' ? [person] : [],
      )
    },
  )

  it('shows the score hours late at both levels', async () => {
    const { world, on24, clock, eventId, get } = await startOldWebinarFixture()
    on24.knobs.staleness.cacheHours = 5
    const person = world.register(eventId, LONG_AGO)
    // A score is computed three hours after its session.
    world.attend(person, { minutes: 0, score: 7.5, at: new Date(START - hours(8)) })
    const score = async (path: string) => (await get(path)).body.attendees?.[0]?.engagementscore
    clock.advance(-60_000)
    expect(await score('/attendee?userstatus=any')).toBeUndefined()
    expect(await score(`/event/${eventId}/attendee`)).toBeUndefined()
    clock.advance(60_000)
    expect(await score('/attendee?userstatus=any')).toBe(7.5)
    expect(await score(`/event/${eventId}/attendee`)).toBe(7.5)
  })

  it('moves lastupdated, and the filter on it, hours after the audience did something', async () => {
    const { world, on24, clock, eventId, get } = await startOldWebinarFixture()
    on24.knobs.staleness.lastUpdatedHours = 12
    const person = world.register(eventId, { at: new Date(START - days(5)) })
    const updated = async () => {
      const path = '/event?datefiltermode=updated&startdate=2026-06-10&enddate=2026-06-11'
      return idsOf((await get(path)).body.events)
    }
    world.attend(person, { minutes: 0 })
    clock.advance(hours(11))
    expect(await updated()).toEqual([])
    clock.advance(hours(1))
    expect(await updated()).toEqual([eventId])
  })

  it('leaves lastupdated alone for edits, questions, resources and more minutes', async () => {
    const { world, on24, clock, eventId, get } = await startOldWebinarFixture()
    on24.knobs.staleness.lastUpdatedHours = 0
    const person = world.register(eventId, LONG_AGO)
    world.attend(person, {
      minutes: 60,
      questions: 1,
      resources: 1,
      at: new Date(START - days(2)),
    })
    world.changeAddress(person, 'other.zq7canary@example.com')
    world.forget(world.register(eventId, LONG_AGO))
    clock.advance(hours(1))
    const lastUpdated = async () => (await get(`/event/${eventId}`)).body['lastupdated']
    expect(await lastUpdated()).toBe('2026-06-08T12:00:00-07:00')
    world.attend(person, { minutes: 2, surveys: 1 })
    clock.advance(hours(1))
    expect(await lastUpdated()).toBe('2026-06-10T13:01:00-07:00')
  })

  it('can be switched off', async () => {
    const { world, eventId, get } = await startUncachedWebinarFixture()
    const person = world.register(eventId, LONG_AGO)
    world.attend(person, { minutes: 0, polls: 1 })
    const [row] = (await get('/attendee?userstatus=any')).body.attendees ?? []
    expect(row).toMatchObject({ liveviewed: 1, answeredpolls: 1 })
  })
})

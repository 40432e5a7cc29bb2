import { describe, expect, it } from 'vitest'
import { days, hours, idsOf, startOn24Fixture } from '../../support/fixtures/on24-fixture.ts'

const START = Date.parse('2026-06-10T19:00:00Z')
const LONG_AGO = { at: new Date(START - days(20)) }
const TODAY = 'userstatus=any&datefiltermode=lastActivity&startdate=2026-06-10&enddate=2026-06-10'

async function oldWebinar() {
  const caller = await startOn24Fixture()
  const { world, on24, clock } = caller.sandbox
  const eventId = world.addWebinar(caller.clientId, {
    liveStartAt: new Date(START - days(10)),
    createdAt: new Date(START - days(30)),
  })
  return { ...caller, world, on24, clock, eventId }
}

/** The same without any cache. */
async function freshWebinar() {
  const caller = await oldWebinar()
  Object.assign(caller.on24.knobs.staleness, {
    cacheHours: 0,
    newAttendeeHours: 0,
    lastUpdatedHours: 0,
  })
  return caller
}

describe('lastactivity of a registrant', () => {
  it('moves with each API write, and with nothing else', async () => {
    const { world, eventId, get } = await oldWebinar()
    const person = () => world.register(eventId, LONG_AGO)
    const [again, patched, cancelled, forgotten] = [person(), person(), person(), person()]
    const [quiet, attending, byPage] = [person(), person(), person()]
    world.register(eventId, { eventUserId: again, by: 'api' })
    world.changeAddress(patched, 'new.zq7canary@example.com')
    world.softDelete(cancelled)
    world.forget(forgotten)
    world.editProfile(quiet, { company: 'New' }, 'event')
    world.attend(attending, { minutes: 1 })
    world.register(eventId, { eventUserId: byPage, by: 'page' })
    const moved = [again, patched, cancelled, forgotten]
    expect(idsOf((await get(`/registrant?${TODAY}`)).body.registrants).toSorted()).toEqual(moved)
    const event = await get(`/event/${eventId}/registrant?${TODAY}`)
    expect(idsOf(event.body.registrants).toSorted()).toEqual(moved)
  })

  it('keeps createtimestamp and id when a person registers again', async () => {
    const { world, on24, eventId, get } = await oldWebinar()
    on24.knobs.showsLastActivity = true
    const person = world.register(eventId, LONG_AGO)
    world.register(eventId, { eventUserId: person, by: 'api' })
    const { registrants } = (await get(`/event/${eventId}/registrant?userstatus=any`)).body
    expect(idsOf(registrants)).toEqual([person])
    expect(registrants?.[0]).toMatchObject({
      createtimestamp: '2026-05-21T12:00:00-07:00',
      lastactivity: '2026-06-10T12:00:00-07:00',
    })
  })

  it.each([true, false])('is set by the hosted page: %s', async (seeds) => {
    const { world, on24, eventId, get } = await oldWebinar()
    Object.assign(on24.knobs, { pageSeedsLastActivity: seeds, showsLastActivity: true })
    const person = world.register(eventId)
    const changed = await get(`/registrant?${TODAY}`)
    expect(idsOf(changed.body.registrants)).toEqual(seeds ? [person] : [])
    const [row] = (await get(`/event/${eventId}/registrant?userstatus=any`)).body.registrants ?? []
    expect(row?.lastactivity).toBe(seeds ? row?.createtimestamp : undefined)
  })
})

describe('the lastActivity filter of attendees', () => {
  it('looks at session start, refresh and poll answer only', async () => {
    const { world, eventId, get } = await freshWebinar()
    // Each session begins the day before; the deed in its middle happens today.
    const attend = (deeds: object, minutes = 47 * 60) => {
      const person = world.register(eventId, LONG_AGO)
      world.attend(person, { minutes, at: new Date(START - hours(24)), ...deeds })
      return person
    }
    const polled = attend({ polls: 1 })
    const refreshed = attend({ refreshes: 1 })
    attend({ surveys: 1 })
    attend({ questions: 1 })
    attend({ resources: 1 })
    const watchedUntilToday = attend({ score: 5 }, 20 * 60)
    const started = world.register(eventId, LONG_AGO)
    world.attend(started, { minutes: 0 })
    for (const path of ['/attendee', `/event/${eventId}/attendee`]) {
      const { attendees } = (await get(`${path}?${TODAY}`)).body
      expect(idsOf(attendees).toSorted()).toEqual([polled, refreshed, started].toSorted())
    }
    // The watched minutes do move the stamp that the row shows.
    const all = (await get(`/event/${eventId}/attendee?userstatus=any`)).body.attendees
    const row = all?.find((one) => Number(one.eventuserid) === watchedUntilToday)
    expect(row).toMatchObject({
      firstliveactivity: '2026-06-09T12:00:00-07:00',
      lastliveactivity: '2026-06-10T08:00:00-07:00',
    })
  })
})

describe('staleness', () => {
  it('hides a new attendee at account level but not at event level', async () => {
    const { world, on24, clock, eventId, get } = await oldWebinar()
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
    const { world, on24, clock, eventId, get } = await oldWebinar()
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
    // These are not from the cache at either level.
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
      const { world, on24, clock, eventId, get } = await oldWebinar()
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
    const { world, on24, clock, eventId, get } = await oldWebinar()
    on24.knobs.staleness.cacheHours = 5
    const person = world.register(eventId, LONG_AGO)
    // Computed three hours after the session.
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
    const { world, on24, clock, eventId, get } = await oldWebinar()
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
    const { world, on24, clock, eventId, get } = await oldWebinar()
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
    const { world, eventId, get } = await freshWebinar()
    const person = world.register(eventId, LONG_AGO)
    world.attend(person, { minutes: 0, polls: 1 })
    const [row] = (await get('/attendee?userstatus=any')).body.attendees ?? []
    expect(row).toMatchObject({ liveviewed: 1, answeredpolls: 1 })
  })
})

describe('realtimeonly=Y', () => {
  it('is fresh and leaves out what comes from the warehouse', async () => {
    const { world, eventId, get } = await oldWebinar()
    const person = world.register(eventId, LONG_AGO)
    world.attend(person, { minutes: 0, polls: 1 })
    const [row] = (await get('/attendee?userstatus=any&realtimeonly=Y')).body.attendees ?? []
    expect(Number(row?.eventuserid)).toBe(person)
    expect(row).toHaveProperty('liveminutes')
    for (const key of ['engagementscore', 'firstliveactivity', 'answeredpolls', 'askedquestions']) {
      expect(row).not.toHaveProperty(key)
    }
  })
})

describe('a double opt-in that is confirmed late', () => {
  it('is invisible, then appears with its old createtimestamp and is counted', async () => {
    const { world, clock, eventId, get } = await oldWebinar()
    const createdAt = new Date(START - days(15))
    const person = world.register(eventId, { createdAt, at: new Date(START + hours(2)) })
    const seen = async () => ({
      event: idsOf((await get(`/event/${eventId}/registrant?userstatus=any`)).body.registrants),
      today: idsOf((await get(`/registrant?userstatus=any&startdate=2026-06-10`)).body.registrants),
      total: (await get(`/event/${eventId}`)).body['eventanalytics'],
    })
    const before = await seen()
    expect(before).toMatchObject({ event: [], today: [], total: { totalregistrants: 0 } })
    clock.advance(hours(3))
    const after = await seen()
    expect(after).toMatchObject({ event: [person], today: [], total: { totalregistrants: 1 } })
    const [row] = (await get(`/event/${eventId}/registrant?userstatus=any`)).body.registrants ?? []
    expect(row?.createtimestamp).toBe('2026-05-26T12:00:00-07:00')
  })
})

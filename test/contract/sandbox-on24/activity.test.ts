import { describe, expect, it } from 'vitest'
import { days, hours, idsOf } from '../../support/fixtures/on24-fixture.ts'
import {
  START,
  startOldWebinarFixture,
  startUncachedWebinarFixture,
} from '../../support/fixtures/on24-webinar-fixture.ts'

const LONG_AGO = { at: new Date(START - days(20)) }
const TODAY = 'userstatus=any&datefiltermode=lastActivity&startdate=2026-06-10&enddate=2026-06-10'

describe('lastactivity of a registrant', () => {
  it('moves with each API write, and with nothing else', async () => {
    const { world, eventId, get } = await startOldWebinarFixture()
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
    const { world, on24, eventId, get } = await startOldWebinarFixture()
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
    const { world, on24, eventId, get } = await startOldWebinarFixture()
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
    const { world, eventId, get } = await startUncachedWebinarFixture()
    // Each session begins the day before; the interaction in the middle of it happens today.
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
    // Watched minutes move the time stamp that the row shows, although the filter ignores them.
    const all = (await get(`/event/${eventId}/attendee?userstatus=any`)).body.attendees
    const row = all?.find((one) => Number(one.eventuserid) === watchedUntilToday)
    expect(row).toMatchObject({
      firstliveactivity: '2026-06-09T12:00:00-07:00',
      lastliveactivity: '2026-06-10T08:00:00-07:00',
    })
  })
})

describe('realtimeonly=Y', () => {
  it('is fresh and leaves out what comes from the warehouse', async () => {
    const { world, eventId, get } = await startOldWebinarFixture()
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
    const { world, clock, eventId, get } = await startOldWebinarFixture()
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

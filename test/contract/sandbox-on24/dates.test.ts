import { describe, expect, it } from 'vitest'
import { days, idsOf, startOn24Fixture } from '../../support/fixtures/on24-fixture.ts'

describe('the window of a call without dates', () => {
  it('is the last 90 days of start dates for events, so that upcoming ones are missing', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const now = sandbox.clock.now().getTime()
    const webinar = (offset: number) =>
      sandbox.world.addWebinar(clientId, { liveStartAt: new Date(now + offset) })
    const upcoming = webinar(days(2))
    const recent = webinar(-days(80))
    const old = webinar(-days(100))
    expect(idsOf((await get('/event')).body.events)).toEqual([recent])
    const updated = '/event?datefiltermode=updated'
    expect(idsOf((await get(updated)).body.events).toSorted()).toEqual([upcoming, recent, old])
  })

  it('is 30 days for people at account level, and everything at event level', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const now = sandbox.clock.now().getTime()
    const eventId = sandbox.world.addWebinar(clientId, {
      liveStartAt: new Date(now - days(50)),
      createdAt: new Date(now - days(60)),
    })
    const old = sandbox.world.register(eventId, { at: new Date(now - days(40)) })
    const recent = sandbox.world.register(eventId, { at: new Date(now - days(20)) })
    sandbox.world.attend(old, { minutes: 3, at: new Date(now - days(39)) })
    sandbox.world.attend(recent, { minutes: 3, at: new Date(now - days(19)) })
    for (const kind of ['registrant', 'attendee'] as const) {
      const account = await get(`/${kind}?userstatus=any`)
      expect(idsOf(account.body[`${kind}s`])).toEqual([recent])
      const event = await get(`/event/${eventId}/${kind}?userstatus=any`)
      expect(idsOf(event.body[`${kind}s`]).toSorted()).toEqual([old, recent])
    }
  })
})

describe('a window of events', () => {
  it('of more than six months is refused', async () => {
    const { get } = await startOn24Fixture()
    expect((await get('/event?startdate=2025-12-10&enddate=2026-06-10')).status).toBe(200)
    expect((await get('/event?startdate=2025-12-09&enddate=2026-06-10')).status).toBe(400)
  })
})

describe('a day', () => {
  /** Registers one person at each instant and asks for one day. */
  async function registeredOn(day: string, instants: readonly string[], startAt: string) {
    const { sandbox, clientId, get } = await startOn24Fixture({ preset: 'empty' }, startAt)
    const eventId = sandbox.world.addWebinar(clientId, {
      liveStartAt: new Date(startAt),
      createdAt: new Date('2026-01-01T00:00:00Z'),
    })
    const byId = new Map(
      instants.map((at) => [sandbox.world.register(eventId, { at: new Date(at) }), at]),
    )
    const found = async (path: string) =>
      idsOf((await get(`${path}?userstatus=any&startdate=${day}&enddate=${day}`)).body.registrants)
        .map((id) => byId.get(id))
        .toSorted()
    return {
      account: await found('/registrant'),
      event: await found(`/event/${eventId}/registrant`),
    }
  }

  it('is a Pacific day with both ends, so that the small hours of UTC belong to the day before', async () => {
    const instants = [
      '2026-06-09T06:59:59Z',
      '2026-06-09T07:00:00Z',
      '2026-06-10T01:30:00Z',
      '2026-06-10T06:59:59Z',
      '2026-06-10T07:00:00Z',
    ]
    const found = await registeredOn('2026-06-09', instants, '2026-06-12T19:00:00Z')
    expect(found.account).toEqual(instants.slice(1, 4))
    expect(found.event).toEqual(instants.slice(1, 4))
  })

  it('has 25 hours when summer time ends', async () => {
    const instants = ['2026-11-01T06:59:59Z', '2026-11-01T07:00:00Z', '2026-11-02T07:59:59Z']
    const found = await registeredOn('2026-11-01', instants, '2026-11-05T19:00:00Z')
    expect(found.account).toEqual(instants.slice(1))
  })

  it('has 23 hours when summer time begins', async () => {
    const instants = ['2026-03-08T08:00:00Z', '2026-03-09T06:59:59Z', '2026-03-09T07:00:00Z']
    const found = await registeredOn('2026-03-08', instants, '2026-03-12T19:00:00Z')
    expect(found.account).toEqual(instants.slice(0, 2))
  })
})

describe('a date in the wrong form', () => {
  const EVENT_WORDS =
    'Invalid Date format for params startdate and enddate. Incorrect timezone value provided.'

  it.each([
    ['/event', 'Error, incorrect date formats.'],
    ['/registrant', 'Error, incorrect date formats.'],
    ['/attendee', 'Error, incorrect date formats.'],
    ['/event/4100000/registrant', EVENT_WORDS],
  ])('is refused by %s in its own words', async (path, message) => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    sandbox.world.addWebinar(clientId, { liveStartAt: new Date('2026-06-11') })
    for (const date of ['06/01/2026', '2026-02-30', 'yesterday']) {
      const reply = await get(`${path}?startdate=${encodeURIComponent(date)}`)
      expect(reply).toMatchObject({ status: 400, body: { message } })
    }
  })

  it('may be a time of day, which is refused or cut to the day', async () => {
    const { sandbox, get } = await startOn24Fixture()
    const path = '/registrant?startdate=2026-06-09T10:00:00Z'
    sandbox.on24.knobs.dateTimes = 'refuse'
    expect((await get(path)).status).toBe(400)
    sandbox.on24.knobs.dateTimes = 'takeTheDay'
    expect((await get(path)).status).toBe(200)
  })
})

describe('a rolling interval', () => {
  it('counts days back from today', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const now = sandbox.clock.now().getTime()
    const eventId = sandbox.world.addWebinar(clientId, {
      liveStartAt: new Date(now),
      createdAt: new Date(now - days(30)),
    })
    const [today, yesterday, before] = [0, 1, 2].map((back) =>
      sandbox.world.register(eventId, { at: new Date(now - days(back)) }),
    )
    const ids = async (query: string) =>
      idsOf((await get(`/registrant?userstatus=any&${query}`)).body.registrants)
    expect(await ids('dateInterval=2')).toEqual([today, yesterday])
    expect(await ids('dateInterval=2&dateIntervalOffset=1')).toEqual([yesterday, before])
  })
})

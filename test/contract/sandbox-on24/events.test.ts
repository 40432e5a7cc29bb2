import { describe, expect, it } from 'vitest'
import { days, hours, idsOf, startOn24Fixture } from '../../support/fixtures/on24-fixture.ts'

const START = Date.parse('2026-06-10T19:00:00Z')
const past = (count: number) => new Date(START - days(count))

describe('the list of events', () => {
  it('has children and pages only when sub-accounts are asked for', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture({
      accounts: [{ subClientIds: ['77001'] }],
    })
    const own = sandbox.world.addWebinar(clientId, { liveStartAt: past(2) })
    const child = sandbox.world.addWebinar(clientId, { clientId: 77001, liveStartAt: past(1) })
    const without = (await get('/event')).body
    expect(Object.keys(without).toSorted()).toEqual(['events', 'totalevents'])
    expect(idsOf(without.events)).toEqual([own])
    const together = (await get('/event?includesubaccounts=Y')).body
    expect(together).toMatchObject({ totalevents: 2, pagecount: 1, currentpage: 0 })
    expect(together.events?.map((row) => Number(row.clientid))).toEqual([Number(clientId), 77001])
    expect(idsOf((await get('/event?includesubaccounts=Y&subaccounts=77001')).body.events)).toEqual(
      [child],
    )
    expect(await get('/event?subaccounts=77001')).toMatchObject({
      status: 400,
      body: {
        message: "You have to set includesubaccounts='Y' in order to filter by subaccounts.",
      },
    })
  })

  it('may have pages without sub-accounts too', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    sandbox.world.addWebinar(clientId, { liveStartAt: past(2) })
    sandbox.on24.knobs.pagesWithoutSubAccounts = true
    expect((await get('/event')).body).toMatchObject({ pagecount: 1, currentpage: 0 })
  })

  it('hides inactive events unless they are asked for', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const eventId = sandbox.world.addWebinar(clientId, { liveStartAt: past(2) })
    sandbox.world.setActive(eventId, false)
    expect(idsOf((await get('/event')).body.events)).toEqual([])
    const { events } = (await get('/event?includeinactive=Y')).body
    expect(events?.[0]).toMatchObject({ isactive: false })
  })

  it('holds every content type and test events, with a filter for the former', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const add = (spec: object) =>
      sandbox.world.addWebinar(clientId, { liveStartAt: past(2), ...spec })
    const webcast = add({})
    const test = add({ isTestEvent: true })
    const hub = add({ contentType: 'gateway' })
    expect(idsOf((await get('/event')).body.events).toSorted()).toEqual([webcast, test, hub])
    const { events } = (await get('/event?contenttype=webcast')).body
    expect(idsOf(events).toSorted()).toEqual([webcast, test])
    expect(events?.filter((row) => row['istestevent'] === true)).toHaveLength(1)
  })

  it.each([
    ['goodafter', '2026-06-01'],
    ['livestart', '2026-06-01'],
    ['liveend', '2026-06-02'],
    ['archivestart', '2026-06-02'],
    ['creation', '2026-05-20'],
    ['modified', '2026-06-05'],
    ['updated', '2026-05-25'],
  ])('can be filtered by %s', async (mode, day) => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    // The webinar runs from 23:30 to 00:30 Pacific time.
    const eventId = sandbox.world.addWebinar(clientId, {
      liveStartAt: new Date('2026-06-02T06:30:00Z'),
      createdAt: new Date('2026-05-20T19:00:00Z'),
    })
    sandbox.world.register(eventId, { at: new Date('2026-05-25T19:00:00Z') })
    sandbox.world.rename(eventId, 'Renamed', new Date('2026-06-05T19:00:00Z'))
    const on = async (date: string) =>
      idsOf(
        (await get(`/event?datefiltermode=${mode}&startdate=${date}&enddate=${date}`)).body.events,
      )
    expect(await on(day)).toEqual([eventId])
    const others = ['2026-06-01', '2026-06-02', '2026-05-20', '2026-06-05', '2026-05-25']
    for (const other of others.filter((one) => one !== day)) expect(await on(other)).toEqual([])
  })

  it('is in the order of the filtered date, either way round', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const [later, earlier] = [1, 5].map((count) =>
      sandbox.world.addWebinar(clientId, { liveStartAt: past(count) }),
    )
    expect(idsOf((await get('/event')).body.events)).toEqual([earlier, later])
    expect(idsOf((await get('/event?filterorder=desc')).body.events)).toEqual([later, earlier])
  })
})

describe('people of sub-accounts', () => {
  it('are in the account-level lists by default', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture({
      accounts: [{ subClientIds: ['77001'] }],
    })
    Object.assign(sandbox.on24.knobs.staleness, { cacheHours: 0, newAttendeeHours: 0 })
    const child = sandbox.world.addWebinar(clientId, { clientId: 77001, liveStartAt: past(0) })
    const person = sandbox.world.register(child)
    sandbox.world.attend(person, { minutes: 0 })
    for (const kind of ['registrant', 'attendee'] as const) {
      const { body } = await get(`/${kind}?userstatus=any`)
      expect(body[`${kind}s`]?.map((row) => Number(row.clientid))).toEqual([77001])
      const without = (await get(`/${kind}?userstatus=any&excludeSubaccounts=Y`)).body
      expect(idsOf(without[`${kind}s`])).toEqual([])
      const conflict = await get(`/${kind}?excludesubaccounts=Y&subaccounts=77001`)
      expect(conflict.status).toBe(400)
    }
  })
})

describe('people of other events', () => {
  it('are in the account-level lists without a sign that they are', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const { world } = sandbox
    const test = world.addWebinar(clientId, { liveStartAt: past(1), isTestEvent: true })
    const hub = world.addWebinar(clientId, { liveStartAt: past(1), contentType: 'gateway' })
    const people = [world.register(test), world.register(hub)]
    const { registrants } = (await get('/registrant?userstatus=any')).body
    expect(idsOf(registrants).toSorted()).toEqual(people)
    for (const row of registrants ?? []) {
      expect(row).not.toHaveProperty('contenttype')
      expect(row).not.toHaveProperty('istestevent')
    }
  })
})

describe('one event', () => {
  it.each([
    ['event', 'The event 4100000 is inactive.'],
    ['eventId', 'The event id 4100000 is inactive.'],
  ] as const)('that turns inactive after it was listed is a 403 (%s)', async (text, message) => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    sandbox.on24.knobs.inactiveEventText = text
    const eventId = sandbox.world.addWebinar(clientId, { liveStartAt: past(1) })
    const other = sandbox.world.addWebinar(clientId, { liveStartAt: past(1) })
    expect(idsOf((await get('/event')).body.events)).toContain(eventId)
    sandbox.world.setActive(eventId, false)
    for (const path of ['', '/registrant', '/attendee']) {
      expect(await get(`/event/${eventId}${path}`)).toMatchObject({
        status: 403,
        body: { message },
      })
      expect((await get(`/event/${other}${path}`)).status).toBe(200)
    }
    sandbox.world.setActive(eventId, true)
    expect((await get(`/event/${eventId}`)).status).toBe(200)
  })

  it('that is deleted, not made yet or never was is a 404', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const eventId = sandbox.world.addWebinar(clientId, { liveStartAt: past(1) })
    const person = sandbox.world.register(eventId)
    expect((await get(`/event/${eventId}`)).status).toBe(200)
    sandbox.world.removeWebinar(eventId)
    const future = sandbox.world.addWebinar(clientId, {
      liveStartAt: new Date(START + days(2)),
      createdAt: new Date(START + days(1)),
    })
    for (const id of [eventId, future, 5]) {
      for (const path of ['', '/registrant', '/attendee']) {
        expect(await get(`/event/${id}${path}`)).toMatchObject({
          status: 404,
          body: { message: `The event ${id} doesn't exist.` },
        })
      }
    }
    expect(idsOf((await get('/registrant?userstatus=any')).body.registrants)).not.toContain(person)
  })

  it('counts otherwise than it shows rows, down to a negative number of no-shows', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const { world, clock } = sandbox
    const eventId = world.addWebinar(clientId, { liveStartAt: past(1), createdAt: past(5) })
    for (let count = 0; count < 3; count += 1) {
      world.attend(world.register(eventId, { email: null }), { mode: 'archive', minutes: 1 })
    }
    world.softDelete(world.register(eventId))
    clock.advance(hours(1))
    expect((await get(`/event/${eventId}`)).body).toMatchObject({
      eventanalytics: { totalregistrants: 1, totalattendees: 3, noshowcount: -2 },
    })
    expect((await get(`/event/${eventId}/registrant?userstatus=any`)).body.totalregistrants).toBe(4)
  })

  it.each(['virtualenvironment', 'golive'] as const)(
    'of type %s has no analytics',
    async (type) => {
      const { sandbox, clientId, get } = await startOn24Fixture()
      const eventId = sandbox.world.addWebinar(clientId, {
        contentType: type,
        liveStartAt: past(1),
      })
      expect((await get(`/event/${eventId}`)).body).not.toHaveProperty('eventanalytics')
      expect((await get('/event')).body.events?.[0]).not.toHaveProperty('eventanalytics')
    },
  )

  it('has its title in description, exactly as typed, and eventname is not it', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const title = ` "Umlaut" ü, 日本語 🚀\r\n\u0007${'x'.repeat(120)}`
    const eventId = sandbox.world.addWebinar(clientId, { title, liveStartAt: past(1) })
    const { body } = await get(`/event/${eventId}`)
    expect(body['description']).toBe(title)
    expect(body['eventname']).not.toBe(title)
    const untitled = sandbox.world.addWebinar(clientId, { title: null, liveStartAt: past(1) })
    expect((await get(`/event/${untitled}`)).body).not.toHaveProperty('description')
  })

  it('that is renamed moves lastmodified and not lastupdated', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    sandbox.on24.knobs.staleness.lastUpdatedHours = 0
    const eventId = sandbox.world.addWebinar(clientId, {
      liveStartAt: past(1),
      createdAt: past(5),
    })
    sandbox.world.rename(eventId, 'A better title')
    expect((await get(`/event/${eventId}`)).body).toMatchObject({
      description: 'A better title',
      lastmodified: '2026-06-10T12:00:00-07:00',
      lastupdated: '2026-06-05T12:00:00-07:00',
    })
  })
})

describe('the cheapest call', () => {
  it('names the client and its children', async () => {
    const { get } = await startOn24Fixture({
      accounts: [{ name: 'Acme', subClientIds: ['77001'] }],
    })
    expect((await get('')).body).toMatchObject({
      clientname: 'Acme',
      subclients: [{ id: 77001 }],
    })
  })
})

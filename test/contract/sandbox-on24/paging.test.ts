import { describe, expect, it } from 'vitest'
import { hours, idsOf, startOn24Fixture } from '../../support/fixtures/on24-fixture.ts'

const TOMORROW = { liveStartAt: new Date('2026-06-11T16:00:00Z') }

async function withPeople(count: number) {
  const caller = await startOn24Fixture()
  const eventId = caller.sandbox.world.addWebinar(caller.clientId, TOMORROW)
  const people = caller.sandbox.world.registerMany(eventId, count)
  return { ...caller, eventId, people, world: caller.sandbox.world, on24: caller.sandbox.on24 }
}

describe('a page of an account-level list', () => {
  it('is counted from zero and carries the totals', async () => {
    const { get } = await withPeople(105)
    const first = await get('/registrant?userstatus=any')
    const second = await get('/registrant?userstatus=any&pageoffset=1')
    expect(first.body).toMatchObject({ totalregistrants: 105, pagecount: 2, currentpage: 0 })
    expect(first.body.registrants).toHaveLength(100)
    expect(second.body).toMatchObject({ totalregistrants: 105, pagecount: 2, currentpage: 1 })
    expect(second.body.registrants).toHaveLength(5)
  })

  it('takes parameter names and filter modes in any case', async () => {
    const { get } = await withPeople(30)
    const page = await get('/registrant?userStatus=ANY&pageOffset=1&ItemsPerPage=20')
    expect(page.body.registrants).toHaveLength(10)
    const changed = await get('/registrant?userstatus=any&dateFilterMode=LASTACTIVITY')
    expect(changed.body.totalregistrants).toBe(0)
  })

  it('holds at most 100 rows: more are clamped or refused', async () => {
    const { get, on24 } = await withPeople(150)
    on24.knobs.overCap = 'clamp'
    expect(
      (await get('/registrant?userstatus=any&itemsperpage=500')).body.registrants,
    ).toHaveLength(100)
    on24.knobs.overCap = 'refuse'
    expect((await get('/registrant?userstatus=any&itemsperpage=500')).status).toBe(400)
    expect((await get('/registrant?userstatus=any&itemsperpage=0')).status).toBe(400)
  })

  it('behind the last one is refused or empty', async () => {
    const { get, on24 } = await withPeople(150)
    on24.knobs.pageOutOfRange = 'refuse'
    expect(await get('/registrant?userstatus=any&pageoffset=2')).toMatchObject({
      status: 400,
      body: { message: 'Invalid pageOffset, range must be between 0 and 1.' },
    })
    on24.knobs.pageOutOfRange = 'empty'
    const empty = await get('/registrant?userstatus=any&pageoffset=2')
    expect(empty.status).toBe(200)
    expect(empty.body.registrants ?? []).toEqual([])
  })

  it.each([
    { rows: 'emptyArray', pageCount: 1 },
    { rows: 'absent', pageCount: 0 },
  ] as const)('without rows shows them as $rows and $pageCount pages', async (setting) => {
    const { get, on24 } = await withPeople(0)
    Object.assign(on24.knobs.zeroResults, setting)
    const { body } = await get('/registrant?userstatus=any')
    expect(body).toMatchObject({ totalregistrants: 0, pagecount: setting.pageCount })
    expect(body.registrants).toEqual(setting.rows === 'absent' ? undefined : [])
  })

  it('is cut anew at each call: new rows at the head push others to the next page', async () => {
    const { get, sandbox, world, eventId } = await withPeople(150)
    const first = await get('/registrant?userstatus=any')
    sandbox.clock.advance(60_000)
    const newcomers = world.registerMany(eventId, 60)
    const second = await get('/registrant?userstatus=any&pageoffset=1')
    expect(second.body).toMatchObject({ totalregistrants: 210, pagecount: 3 })
    const both = idsOf(second.body.registrants).filter((id) =>
      idsOf(first.body.registrants).includes(id),
    )
    expect(both).toHaveLength(60)
    expect(idsOf((await get('/registrant?userstatus=any')).body.registrants)).toEqual(
      expect.arrayContaining(newcomers),
    )
  })

  it('loses rows when one leaves the window while it is read', async () => {
    const { get, sandbox, world, eventId, on24 } = await withPeople(0)
    on24.knobs.staleness.cacheHours = 0
    on24.knobs.staleness.newAttendeeHours = 0
    const people = world.registerMany(eventId, 101, new Date('2026-06-10T17:00:00Z'))
    people.forEach((id, index) =>
      world.attend(id, { minutes: 0, at: new Date(Date.parse('2026-06-10T18:00:00Z') + index) }),
    )
    sandbox.clock.advance(hours(24))
    const yesterday =
      '/attendee?datefiltermode=lastActivity&startdate=2026-06-10&enddate=2026-06-10'
    const first = await get(yesterday)
    expect(first.body).toMatchObject({ pagecount: 2, totalattendees: 101 })
    const [moved = 0] = idsOf(first.body.attendees)
    world.attend(moved, { minutes: 1 })
    on24.knobs.pageOutOfRange = 'empty'
    const second = await get(`${yesterday}&pageoffset=1`)
    expect(second.body).toMatchObject({ totalattendees: 100 })
    expect([...idsOf(first.body.attendees), ...idsOf(second.body.attendees)]).toHaveLength(100)
  })
})

describe('the order of rows', () => {
  it('is newest first at account level and oldest first at event level', async () => {
    const { get, sandbox, world, eventId } = await withPeople(0)
    const ids = [1, 2, 3].map(() => {
      sandbox.clock.advance(60_000)
      return world.register(eventId)
    })
    const account = await get('/registrant?userstatus=any')
    expect(idsOf(account.body.registrants)).toEqual(ids.toReversed())
    const event = await get(`/event/${eventId}/registrant?userstatus=any`)
    expect(idsOf(event.body.registrants)).toEqual(ids)
  })

  it('can be without meaning', async () => {
    const { get, sandbox, world, eventId, on24 } = await withPeople(0)
    const ids = Array.from({ length: 30 }, () => {
      sandbox.clock.advance(60_000)
      return world.register(eventId)
    })
    on24.knobs.rowOrder = 'arbitrary'
    const shown = idsOf((await get('/registrant?userstatus=any')).body.registrants)
    expect(shown).not.toEqual(ids)
    expect(shown).not.toEqual(ids.toReversed())
    expect(shown.toSorted()).toEqual(ids.toSorted())
  })

  it('lets a row that becomes active again move to the first page', async () => {
    const { get, sandbox, world, eventId, on24 } = await withPeople(0)
    on24.knobs.staleness.cacheHours = 0
    on24.knobs.staleness.newAttendeeHours = 0
    const people = world.registerMany(eventId, 120, new Date('2026-06-10T17:00:00Z'))
    people.forEach((id, index) =>
      world.attend(id, { minutes: 0, at: new Date(sandbox.clock.now().getTime() - index * 1000) }),
    )
    const oldest = people.at(-1) ?? 0
    expect(idsOf((await get('/attendee?pageoffset=1')).body.attendees)).toContain(oldest)
    sandbox.clock.advance(60_000)
    world.attend(oldest, { minutes: 0 })
    expect(idsOf((await get('/attendee')).body.attendees)[0]).toBe(oldest)
  })
})

describe('an event-level list', () => {
  it('ignores paging and is whole every time', async () => {
    const { get, eventId, people } = await withPeople(250)
    const path = `/event/${eventId}/registrant?userstatus=any&itemsperpage=100`
    for (const page of [0, 1, 7]) {
      const { body } = await get(`${path}&pageoffset=${page}`)
      expect(body.registrants).toHaveLength(people.length)
      expect(body.pagecount).toBeUndefined()
    }
  })

  it.each(['emptyArray', 'absent'] as const)('without rows shows them as %s', async (rows) => {
    const { get, eventId, on24 } = await withPeople(0)
    on24.knobs.zeroResults.rows = rows
    const { body } = await get(`/event/${eventId}/attendee`)
    expect(body.totalattendees).toBe(0)
    expect(body.attendees).toEqual(rows === 'absent' ? undefined : [])
  })

  it('comes in many chunks when it is big', async () => {
    const { sandbox, clientId, eventId } = await withPeople(1500)
    const { accessTokenKey, accessTokenSecret } = sandbox.world.account(clientId)
    const response = await fetch(
      `${sandbox.on24.url}/v2/client/${clientId}/event/${eventId}/registrant?userstatus=any`,
      { headers: { accessTokenKey, accessTokenSecret } },
    )
    expect(response.headers.get('content-length')).toBeNull()
    expect(response.headers.get('transfer-encoding')).toBe('chunked')
    await response.text()
  })
})

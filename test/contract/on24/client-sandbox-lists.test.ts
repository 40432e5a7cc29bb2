import { expect, test } from 'vitest'
import type { PersonStamp } from '../../../src/contracts/people.ts'
import { pacificDayOf, plusDays } from '../../../src/on24/pacific-days.ts'
import type { DayRange } from '../../../src/on24/pacific-days.ts'
import type { On24Knobs } from '../../../sandbox/on24/knobs.ts'
import { SANDBOX_NOW, startOn24ClientFixture } from '../../support/fixtures/on24-client-fixture.ts'
import type { On24ClientFixture } from '../../support/fixtures/on24-client-fixture.ts'
import { call } from '../../support/vendors/on24-stub.ts'

const TODAY = pacificDayOf(SANDBOX_NOW)
const RECENTLY = { from: plusDays(TODAY, -3), to: TODAY }
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

test.each<On24Knobs['zeroResults']>([
  { rows: 'absent', pageCount: 0 },
  { rows: 'emptyArray', pageCount: 1 },
])(
  'an idle account costs four calls of discovery when an empty list is %j',
  async (zeroResults) => {
    const sandbox = await startOn24ClientFixture({ preset: 'empty' })
    Object.assign(sandbox.on24.knobs.zeroResults, zeroResults)
    const client = sandbox.client()
    expect([
      ...(await client.listEvents({ mode: 'updated', ...RECENTLY }, call)),
      ...(await client.listRegistrantStamps({ by: 'registration', ...RECENTLY }, call)),
      ...(await client.listRegistrantStamps({ by: 'lastActivity', ...RECENTLY }, call)),
      ...(await client.listAttendeeStamps(RECENTLY, call)),
    ]).toEqual([])
    expect(sandbox.ledger.count({ vendor: 'on24' })).toBe(4)
  },
)

test('a range is of whole Pacific days, both included, also where the clocks change', async () => {
  const sandbox = await startOn24ClientFixture({ preset: 'empty' })
  const eventId = addWebinar(sandbox)
  const register = (at: string) => String(sandbox.world.register(eventId, { at: new Date(at) }))
  register('2026-03-08T07:59:59Z')
  const first = register('2026-03-08T08:00:00Z')
  const last = register('2026-03-09T06:59:59Z')
  register('2026-03-09T07:00:00Z')
  const day = { from: '2026-03-08', to: '2026-03-08' } as const
  const found = await sandbox.client().listRegistrantStamps({ by: 'registration', ...day }, call)
  expect(found.map(({ registrantId }) => registrantId).sort()).toEqual([first, last].sort())
})

test('registrants are found by registration, and by activity when the API changed them', async () => {
  const sandbox = await startOn24ClientFixture({ preset: 'empty' })
  const eventId = addWebinar(sandbox)
  const old = { at: new Date(SANDBOX_NOW.getTime() - 20 * DAY_MS) }
  const [edited, forgotten, untouched] = [1, 2, 3].map(() => sandbox.world.register(eventId, old))
  const fresh = sandbox.world.register(eventId)
  sandbox.world.changeAddress(edited ?? 0, 'new@example.com')
  sandbox.world.forget(forgotten ?? 0)
  const client = sandbox.client()
  const list = async (by: 'registration' | 'lastActivity') =>
    (await client.listRegistrantStamps({ by, ...RECENTLY }, call)).map((row) => row.registrantId)
  expect(await list('registration')).toEqual([String(fresh)])
  expect((await list('lastActivity')).sort()).toEqual([String(edited), String(forgotten)].sort())
  expect(await list('lastActivity')).not.toContain(String(untouched))
})

test('attendees are found by activity once ON24 shows them, with the stamp of it', async () => {
  const sandbox = await startOn24ClientFixture({ preset: 'empty' })
  const eventId = addWebinar(sandbox)
  const at = new Date(SANDBOX_NOW.getTime() - 30 * HOUR_MS)
  const [early, late] = sandbox.world.registerMany(eventId, 2, at)
  sandbox.world.attend(early ?? 0, { at, minutes: 40, polls: 1 })
  sandbox.world.attend(late ?? 0, { at: new Date(SANDBOX_NOW.getTime() - HOUR_MS), minutes: 5 })
  expect(await sandbox.client().listAttendeeStamps(RECENTLY, call)).toEqual([
    {
      eventId: String(eventId),
      registrantId: String(early),
      activityAt: new Date(at.getTime() + 40 * 60_000).toISOString(),
    },
  ])
  Object.assign(sandbox.on24.knobs.staleness, { newAttendeeHours: 0, cacheHours: 0 })
  expect(await sandbox.client().listAttendeeStamps(RECENTLY, call)).toHaveLength(2)
})

test('people and events of sub-accounts are in no list', async () => {
  const sandbox = await startOn24ClientFixture({ accounts: [{ subClientIds: ['77001'] }] })
  const own = addWebinar(sandbox)
  const childs = addWebinar(sandbox, 77001)
  for (const eventId of [own, childs]) {
    const at = new Date(SANDBOX_NOW.getTime() - 30 * HOUR_MS)
    const person = sandbox.world.register(eventId, { by: 'api', at })
    sandbox.world.attend(person, { at, minutes: 3 })
  }
  const client = sandbox.client()
  for (const rows of await Promise.all([
    client.listEvents({ mode: 'updated', ...RECENTLY }, call),
    client.listRegistrantStamps({ by: 'registration', ...RECENTLY }, call),
    client.listRegistrantStamps({ by: 'lastActivity', ...RECENTLY }, call),
    client.listAttendeeStamps(RECENTLY, call),
  ])) {
    expect(rows.map(({ eventId }) => eventId)).toEqual([String(own)])
  }
})

test('a range of years is read in pieces that ON24 accepts', async () => {
  const sandbox = await startOn24ClientFixture({ preset: 'empty' })
  const liveStarts = ['2024-01-01T08:00:00Z', '2025-06-29T12:00:00Z', '2026-03-10T06:59:59Z']
  for (const text of liveStarts) {
    const liveStartAt = new Date(text)
    sandbox.world.addWebinar(sandbox.world.accounts[0]?.on24ClientId ?? '', {
      liveStartAt,
      createdAt: new Date('2023-12-01T00:00:00Z'),
    })
  }
  const range: DayRange = { from: '2024-01-01', to: '2026-03-09' }
  const listed = await sandbox.client().listEvents({ mode: 'livestart', ...range }, call)
  expect(listed.map(({ liveStart }) => liveStart).sort()).toEqual(
    liveStarts.map((text) => new Date(text).toISOString()),
  )
  expect(sandbox.ledger.count({ vendor: 'on24', status: 200 })).toBe(5)
})

test.each<Partial<On24Knobs>>([
  { pageOutOfRange: 'refuse' },
  { pageOutOfRange: 'empty' },
  { pageOutOfRange: 'refuse', ids: 'string' },
])(
  'no person is lost when people register and a webinar disappears during a scan, with %j',
  async (knobs) => {
    const sandbox = await startOn24ClientFixture({ preset: 'empty' })
    Object.assign(sandbox.on24.knobs, knobs)
    const [staying, going] = [addWebinar(sandbox), addWebinar(sandbox)]
    const hoursAgo = (hours: number) => new Date(SANDBOX_NOW.getTime() - hours * HOUR_MS)
    const throughout = [
      ...sandbox.world.registerMany(staying, 130, hoursAgo(20)),
      ...sandbox.world.registerMany(staying, 130, hoursAgo(10)),
    ]
    sandbox.world.registerMany(going, 90, hoursAgo(15))

    const client = sandbox.client({
      beforeCall: (index) => {
        if (index > 0 && index < 4) sandbox.world.registerMany(staying, 7)
        if (index === 2) sandbox.world.removeWebinar(going)
      },
    })
    const found = await client.listRegistrantStamps({ by: 'registration', ...RECENTLY }, call)
    expect(idsOf(found)).toEqual(expect.arrayContaining(throughout.map(String)))
    expect(new Set(idsOf(found)).size).toBe(found.length)
  },
)

test('hundreds of webinars are listed over their pages, in any order that ON24 likes', async () => {
  for (const rowOrder of ['newestFirst', 'arbitrary'] as const) {
    const sandbox = await startOn24ClientFixture({ preset: 'empty' })
    sandbox.on24.knobs.rowOrder = rowOrder
    const added = Array.from({ length: 230 }, () => String(addWebinar(sandbox)))
    const range = { from: TODAY, to: TODAY }
    const listed = await sandbox.client().listEvents({ mode: 'creation', ...range }, call)
    expect(listed.map(({ eventId }) => eventId).sort()).toEqual(added.sort())
    expect(sandbox.ledger.count({ endpoint: 'events' })).toBe(4)
  }
})

function addWebinar({ world }: On24ClientFixture, clientId?: number): number {
  return world.addWebinar(world.accounts[0]?.on24ClientId ?? '', {
    liveStartAt: new Date(SANDBOX_NOW.getTime() - 31 * HOUR_MS),
    ...(clientId !== undefined && { clientId }),
  })
}

function idsOf(stamps: readonly PersonStamp[]): string[] {
  return stamps.map(({ registrantId }) => registrantId)
}

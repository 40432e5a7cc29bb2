import { describe, expect, it } from 'vitest'
import { days, hours, idsOf } from '../../support/fixtures/on24-fixture.ts'
import { START, startWebinarFixture } from '../../support/fixtures/on24-webinar-fixture.ts'

describe('people without a proper address', () => {
  it.each([
    ['systemGenerated', 2],
    ['systemGeneratedAndNoAddress', 1],
  ] as const)('are left out by excludeanonymous=Y: %s', async (drops, left) => {
    const { world, on24, eventId, registrants } = await startWebinarFixture()
    on24.knobs.excludeAnonymousDrops = drops
    world.register(eventId)
    world.register(eventId, { email: null })
    world.register(eventId, { email: 'system77.zq7canary@on24.example', systemGenerated: true })
    expect(await registrants()).toHaveLength(3)
    expect(await registrants('userstatus=any&excludeanonymous=Y')).toHaveLength(left)
    expect((await registrants()).filter((row) => !('email' in row))).toHaveLength(1)
  })
})

describe('forgotten and deleted people', () => {
  it('show a forgotten one emptied, at both levels and among attendees', async () => {
    const { world, eventId, registrants, attendees } = await startWebinarFixture()
    const id = world.register(eventId, { partnerRef: 'EM' })
    world.attend(id, { minutes: 0 })
    world.forget(id)
    const emptied = { email: `${id}-deleted`, userstatus: 'forgotten' }
    for (const level of ['client', 'event'] as const) {
      const [row] = await registrants('userstatus=any', level)
      expect(row).toMatchObject({
        ...emptied,
        firstname: 'deleted',
        lastname: 'deleted',
        eventemail: 'N',
        marketingemail: 'N',
      })
      for (const key of ['company', 'partnerref', 'ipaddress']) expect(row).not.toHaveProperty(key)
      expect((await attendees('userstatus=any', level))[0]).toMatchObject(emptied)
    }
  })

  it('redeliver a forgotten one through the lastActivity filter', async () => {
    const { world, eventId, registrants } = await startWebinarFixture()
    const id = world.register(eventId, { at: new Date(START - days(5)) })
    world.forget(id)
    const query = 'userstatus=any&datefiltermode=lastActivity&startdate=2026-06-10'
    expect(idsOf(await registrants(query, 'client'))).toEqual([id])
  })

  it.each([
    ['userstatus=any', ['active', 'deleted', 'forgotten']],
    ['userstatus=all', ['active', 'deleted']],
    ['userstatus=deleted', ['deleted']],
    ['userstatus=forgotten', ['forgotten']],
    ['userstatus=any&filterforgotten=Y', ['forgotten']],
    ['userstatus=any&filterforgotten=N', ['active', 'deleted']],
  ])('are chosen by %s', async (query, statuses) => {
    const { world, eventId, registrants } = await startWebinarFixture()
    world.register(eventId)
    world.softDelete(world.register(eventId))
    world.forget(world.register(eventId))
    for (const level of ['client', 'event'] as const) {
      const rows = await registrants(query, level)
      expect(rows.map((row) => row.userstatus).toSorted()).toEqual(statuses)
    }
  })

  it.each([
    ['any', 3],
    ['all', 2],
    ['regular', 1],
  ] as const)('without userstatus get the default %s', async (status, count) => {
    const { world, on24, eventId, registrants } = await startWebinarFixture()
    on24.knobs.defaultUserStatus = status
    world.register(eventId)
    world.softDelete(world.register(eventId))
    world.forget(world.register(eventId))
    expect(await registrants('')).toHaveLength(count)
  })

  it('show a deletion that was taken back as active', async () => {
    const { world, eventId, registrants } = await startWebinarFixture()
    const id = world.register(eventId)
    world.softDelete(id)
    world.undelete(id)
    expect((await registrants())[0]?.userstatus).toBe('active')
  })
})

describe('excludelive=Y', () => {
  it('leaves out who registered after the end, and who attended live', async () => {
    const { world, eventId, clock, registrants, attendees } = await startWebinarFixture()
    const early = world.register(eventId, { at: new Date(START - hours(2)) })
    clock.advance(hours(1))
    const late = world.register(eventId)
    world.attend(early, { minutes: 0 })
    world.attend(late, { mode: 'archive', minutes: 0 })
    const query = 'userstatus=any&excludelive=Y'
    expect(idsOf(await registrants(query, 'client'))).toEqual([early])
    expect(idsOf(await attendees(query, 'client'))).toEqual([late])
  })
})

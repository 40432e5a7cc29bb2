import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { hours, idsOf } from '../../support/fixtures/on24-fixture.ts'
import type { On24Row } from '../../support/fixtures/on24-fixture.ts'
import { START, startWebinarFixture } from '../../support/fixtures/on24-webinar-fixture.ts'

const emptyValues = (rows: readonly On24Row[]) =>
  rows.flatMap((row) => Object.values(row)).filter((value) => value === null || value === '')

describe('a row about a person', () => {
  it('has no key for what does not exist, and never null or an empty text', async () => {
    const { world, eventId, registrants, attendees } = await startWebinarFixture()
    const id = world.register(eventId, { profile: { firstname: 'Only' } })
    world.attend(id, { minutes: 0 })
    const [row] = await registrants()
    for (const key of ['lastname', 'company', 'zip', 'partnerref', 'lastactivity']) {
      expect(row).not.toHaveProperty(key)
    }
    const [attendee] = await attendees()
    for (const key of ['firstarchiveactivity', 'polls', 'questions', 'partnerref']) {
      expect(attendee).not.toHaveProperty(key)
    }
    expect(attendee).toMatchObject({ answeredpolls: 0, askedquestions: 0, resourcesdownloaded: 0 })
    expect(emptyValues([...(await registrants()), ...(await attendees())])).toEqual([])
  })

  it('has an answer to a question only when somebody answered', async () => {
    const { world, eventId, clock, attendees } = await startWebinarFixture()
    world.attend(world.register(eventId), { minutes: 9, questions: 2 })
    clock.advance(hours(1))
    const [row] = await attendees()
    const answered = z
      .array(z.looseObject({ answer: z.looseObject({ content: z.string() }).optional() }))
      .parse(row?.['questions'])
      .map((question) => question.answer?.content)
    expect(answered).toEqual([undefined, 'Ask us.'])
  })

  it('about an attendee has no name, and no event id at event level', async () => {
    const { world, eventId, attendees } = await startWebinarFixture()
    world.attend(world.register(eventId), { minutes: 0 })
    const [ofEvent] = await attendees()
    const [ofAccount] = await attendees('userstatus=any', 'client')
    for (const row of [ofEvent, ofAccount]) {
      for (const key of ['firstname', 'lastname', 'company', 'workphone']) {
        expect(row).not.toHaveProperty(key)
      }
    }
    expect(ofEvent).not.toHaveProperty('eventid')
    expect(ofEvent).toHaveProperty('attendeesessions')
    expect(Number(ofAccount?.eventid)).toBe(eventId)
  })
})

describe('addresses', () => {
  it('change under the same registration', async () => {
    const { world, eventId, registrants } = await startWebinarFixture()
    const id = world.register(eventId, { email: 'old.zq7canary@example.com' })
    world.changeAddress(id, 'new.zq7canary@example.com')
    const [row, ...others] = await registrants()
    expect(others).toEqual([])
    expect(row).toMatchObject({ email: 'new.zq7canary@example.com' })
    expect(Number(row?.eventuserid)).toBe(id)
  })

  it('come in several webinars, under an id for each', async () => {
    const { world, clientId, eventId, registrants } = await startWebinarFixture()
    const email = 'same.zq7canary@example.com'
    const other = world.addWebinar(clientId, { liveStartAt: new Date(START) })
    const ids = [world.register(eventId, { email }), world.register(other, { email })]
    expect(idsOf(await registrants('userstatus=any', 'client')).toSorted()).toEqual(ids)
    expect(ids[0]).not.toBe(ids[1])
  })

  it('can be asked for at event level, as can no-shows and partner references', async () => {
    const { world, eventId, registrants } = await startWebinarFixture()
    const came = world.register(eventId, { email: 'came.zq7canary@example.com', partnerRef: 'EM' })
    world.attend(came, { minutes: 0 })
    const missed = world.register(eventId, { email: 'missed.zq7canary@example.com' })
    expect(idsOf(await registrants('email=missed.zq7canary%40example.com'))).toEqual([missed])
    expect(idsOf(await registrants('noshow=Y'))).toEqual([missed])
    expect(idsOf(await registrants('partnerref=EM'))).toEqual([came])
    expect(idsOf(await registrants('partnerref=EM', 'client'))).toEqual([came])
  })
})

describe('the keys of other content types', () => {
  const kinds = [
    ['webcast', ['engagementscore', 'liveminutes', 'archiveminutes', 'askedquestions']],
    ['golive', ['engagementscore', 'liveminutes', 'answeredpolls']],
    ['virtualenvironment', ['archiveminutes', 'answeredsurveys', 'resourcesdownloaded']],
    ['gateway', ['engagementscore', 'liveminutes', 'archiveminutes']],
  ] as const
  const absent: Record<(typeof kinds)[number][0], readonly string[]> = {
    webcast: [],
    golive: ['archiveminutes', 'archiveviewed', 'askedquestions', 'answeredsurveys'],
    virtualenvironment: ['engagementscore', 'liveminutes', 'firstliveactivity', 'answeredpolls'],
    gateway: ['firstliveactivity', 'lastliveactivity'],
  }
  it.each(kinds)('of %s attendees are fewer', async (contentType, present) => {
    const { world, eventId, clock, attendees } = await startWebinarFixture(contentType)
    const id = world.register(eventId, { partnerRef: 'EM' })
    world.attend(id, { minutes: 5, polls: 1, questions: 1, surveys: 1, score: 4 })
    clock.advance(hours(5))
    const [row] = await attendees()
    for (const key of present) expect(row).toHaveProperty(key)
    for (const key of absent[contentType]) expect(row).not.toHaveProperty(key)
    expect(row).toMatchObject({ userstatus: 'active', isblocked: 'N' })
  })
})

describe('minutes', () => {
  it.each([
    [0, 0],
    [0.2, 1],
    [2.316, 2],
    [3.542, 4],
  ])('of %d are shown as %d', async (minutes, shown) => {
    const { world, eventId, clock, attendees } = await startWebinarFixture()
    world.attend(world.register(eventId), { minutes })
    clock.advance(hours(1))
    expect((await attendees())[0]).toMatchObject({ liveminutes: shown })
  })

  it('may be fewer when cumulated, and archive views are counted', async () => {
    const { world, eventId, clock, attendees } = await startWebinarFixture()
    const id = world.register(eventId)
    world.attend(id, { mode: 'archive', minutes: 1.3 })
    world.attend(id, { mode: 'archive', minutes: 1.4 })
    clock.advance(hours(1))
    expect((await attendees())[0]).toMatchObject({
      archiveviewed: 2,
      archiveminutes: 3,
      cumulativearchiveminutes: 2,
      liveviewed: 0,
    })
  })
})

describe('stamps and ids', () => {
  it.each([
    [true, '2026-06-10T11:00:00-08:00'],
    [false, '2026-06-10T12:00:00-07:00'],
  ])('mix offsets within one row: %s', async (mixed, last) => {
    const { world, on24, eventId, attendees } = await startWebinarFixture()
    on24.knobs.mixedOffsets = mixed
    world.attend(world.register(eventId), { mode: 'archive', minutes: 0 })
    expect((await attendees())[0]).toMatchObject({
      firstarchiveactivity: '2026-06-10T12:00:00-07:00',
      lastarchiveactivity: last,
    })
  })

  it('have the offset of their own date', async () => {
    const { world, eventId, registrants } = await startWebinarFixture()
    world.register(eventId, { createdAt: new Date('2026-01-05T12:00:00Z') })
    expect((await registrants())[0]?.createtimestamp).toBe('2026-01-05T04:00:00-08:00')
  })

  it.each([
    ['int', ['number']],
    ['string', ['string']],
    ['mixed', ['number', 'string']],
  ] as const)('come as %s', async (ids, types) => {
    const { world, on24, eventId, registrants } = await startWebinarFixture()
    on24.knobs.ids = ids
    world.registerMany(eventId, 4)
    const seen = new Set((await registrants()).map((row) => typeof row.eventuserid))
    expect([...seen].toSorted()).toEqual(types)
  })
})

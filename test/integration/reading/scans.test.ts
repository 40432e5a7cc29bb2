import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const QUOTA = {
  status: 403,
  body: '{"message":"You reached the maximum number of calls for this endpoint"}',
}

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({ env: { ON24_CALLS_PER_MINUTE: '6000' } })
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

/** After every `calls` successful calls ON24 refuses one, with the message that the quota is reached. */
function refuseAfter(account: FixtureAccount, endpoint: string, calls: number): void {
  for (let skip = calls; skip < 60; skip += calls + 1) {
    const { on24ClientId } = account
    const effect = { answer: QUOTA }
    fixture.sandbox.faults.add({ vendor: 'on24', account: on24ClientId, endpoint, skip, effect })
  }
}

function answered(account: FixtureAccount, endpoint: string): number {
  const { on24ClientId } = account
  return fixture.sandbox.ledger.count({ account: on24ClientId, endpoint, status: 200 })
}

async function keptPages(): Promise<number> {
  const rows = await fixture.store.selectFrom('scanPage').select('number').execute()
  return rows.length
}

test('with a quota smaller than a scan, no page is read twice, and every registrant is delivered', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  account.webinar(420)
  fixture.sandbox.ledger.clear()
  refuseAfter(account, 'clientRegistrants', 2)
  const ended = await account.run()
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { read: 420, created: 420 } })
  expect(ended.retried.length).toBeGreaterThan(1)
  expect(new Set(ended.retried.map(({ type }) => type))).toEqual(new Set(['On24QuotaReached']))
  // Five pages by registration date, the first of them twice; one page by activity date.
  expect(answered(account, 'clientRegistrants')).toBe(7)
  expect(answered(account, 'events')).toBe(1)
  expect(await keptPages()).toBe(0)
})

test('a continued scan finds people who moved between pages', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const { world } = fixture.sandbox
  const [going, staying] = [account.webinar(150), account.webinar(230)]
  refuseAfter(account, 'clientRegistrants', 2)
  let isFirst = true
  const ended = await account.run(() => {
    if (isFirst) world.removeWebinar(going)
    isFirst = false
  })
  expect(ended).toMatchObject({ outcome: 'complete', ledger: { read: 230 } })
  expect(account.list().name).toContain(`(${String(staying)})`)
})

test('each page is stored at once: its webinars are open although the scan never finishes', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  account.webinar(120)
  fixture.sandbox.ledger.clear()
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'clientRegistrants',
    skip: 1,
    times: Infinity,
    effect: { answer: { status: 418 } },
  })
  const ended = await account.run()
  expect(ended.failure).toMatchObject({ type: 'On24UnexpectedResponse' })
  expect(ended).toMatchObject({ outcome: 'failed', ledger: { read: 120, created: 120 } })
  expect(await keptPages()).toBe(0)
})

test('stored pages hold no name, address or id of a person', async () => {
  const account = await fixture.nextAccount()
  await account.run()
  const { world } = fixture.sandbox
  const eventId = account.webinar(150)
  const someone = world.register(eventId, { email: 'zq7canary@example.com' })
  // Two questions about registrants are asked at once: their first pages are answered.
  refuseAfter(account, 'clientRegistrants', 2)
  const texts: string[] = []
  let reading = Promise.resolve()
  await account.run(() => {
    reading = reading.then(async () => {
      const rows = await fixture.store.selectFrom('scanPage').select('page').execute()
      texts.push(JSON.stringify(rows))
    })
  })
  await reading
  const all = texts.join()
  expect(all).toContain('"total":151')
  expect(all).not.toContain('zq7canary')
  expect(all).not.toContain(String(someone))
})

test('a backfill’s list of webinars continues after the pages that were read', async () => {
  const account = await fixture.nextAccount()
  const { world } = fixture.sandbox
  const { on24ClientId } = account
  for (let number = 0; number < 210; number += 1) {
    const liveStartAt = new Date(Date.UTC(2024, 2, 1, 12) + (number % 90) * DAY_MS)
    const createdAt = new Date('2024-01-10T00:00:00Z')
    // Webinars of this content type are listed but not read, so only the listing is tested.
    world.addWebinar(on24ClientId, { liveStartAt, createdAt, contentType: 'video' })
  }
  refuseAfter(account, 'events', 2)
  const ended = await account.backfill({ from: '2024-03-01', to: '2024-05-31' })
  expect(ended).toMatchObject({ outcome: 'complete' })
  expect(ended.retried.length).toBeGreaterThan(1)
  const met = await fixture.store
    .selectFrom('webinar')
    .select('eventId')
    .where('on24ClientId', '=', on24ClientId)
    .execute()
  expect(met).toHaveLength(210)
  // Three pages by `livestart` and three by `goodafter`, with the first page of each read twice.
  expect(answered(account, 'events')).toBe(8)
})

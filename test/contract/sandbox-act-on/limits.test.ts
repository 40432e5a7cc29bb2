import { expect, onTestFinished, test, vi } from 'vitest'
import {
  ACCOUNT,
  createTestList,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

const DAY_MS = 86_400_000

async function statuses(actOn: ActOnFixture, accessToken: string, calls: number) {
  const answered: number[] = []
  for (let made = 0; made < calls; made += 1) {
    answered.push((await actOn.callAs(accessToken, 'GET', '/api/1/account')).status)
  }
  return answered
}

test('more than five calls in a second are refused with the gateway envelope, unheralded', async () => {
  const actOn = await startActOnFixture({ knobs: { callsPerSecond: 5 } })
  const accessToken = await actOn.signIn()
  const replies = await Promise.all(
    Array.from({ length: 12 }, () => actOn.callAs(accessToken, 'GET', '/api/1/account')),
  )
  const refused = replies.filter(({ status }) => status === 429)
  // The sign-in counts as a call too, so eight may be refused.
  expect(refused.length).toBeGreaterThanOrEqual(7)
  expect(refused[0]?.json).toEqual({
    httpCode: '429',
    httpMessage: 'Too Many Requests',
    moreInformation: 'Rate Limit exceeded',
  })
  expect(refused[0]?.headers.has('retry-after')).toBe(false)
  expect(actOn.ledger.count({ vendor: 'actOn', status: 429 })).toBe(refused.length)
})

/** Returns a function that freezes the real time that the server sees. */
function holdTime() {
  const now = vi.spyOn(performance, 'now')
  onTestFinished(() => now.mockRestore())
  return (ms: number) => void now.mockReturnValue(ms)
}

test('calls of the second before do not count', async () => {
  const actOn = await startActOnFixture()
  const accessToken = await actOn.signIn()
  actOn.server.knobs.callsPerSecond = 2
  const setTime = holdTime()
  setTime(5_000_500)
  expect(await statuses(actOn, accessToken, 3)).toEqual([200, 200, 429])
  setTime(5_001_499)
  expect(await statuses(actOn, accessToken, 1)).toEqual([429])
  setTime(5_001_500)
  expect(await statuses(actOn, accessToken, 3)).toEqual([200, 200, 429])
})

test('seconds may be those of the clock instead', async () => {
  const actOn = await startActOnFixture({ knobs: { secondWindow: 'fixed' } })
  const accessToken = await actOn.signIn()
  actOn.server.knobs.callsPerSecond = 2
  const setTime = holdTime()
  setTime(5_000_990)
  expect(await statuses(actOn, accessToken, 3)).toEqual([200, 200, 429])
  setTime(5_001_010)
  expect(await statuses(actOn, accessToken, 3)).toEqual([200, 200, 429])
})

test('the calls of a day are limited over any 24 hours of the sandbox clock', async () => {
  const actOn = await startActOnFixture({ knobs: { callsPerDay: 4 } })
  const accessToken = await actOn.signIn()
  actOn.server.knobs.accessTokenSeconds = 10 * 86_400
  const long = await actOn.signIn()
  expect(await statuses(actOn, accessToken, 1)).toEqual([401])
  expect(await statuses(actOn, long, 3)).toEqual([200, 200, 429])
  actOn.clock.advance(DAY_MS - 120_000)
  expect(await statuses(actOn, long, 1)).toEqual([429])
  actOn.clock.advance(180_000)
  expect(await statuses(actOn, long, 1)).toEqual([200])
})

test('a limit that is reached also refuses polls of a job', async () => {
  const actOn = await startActOnFixture({ knobs: { callsPerDay: 2 } })
  await createTestList(actOn)
  expect((await actOn.call('GET', '/api/1/list/15959711/status')).status).toBe(429)
})

test.each([
  { limitScope: 'account', status: 200 },
  { limitScope: 'client', status: 429 },
] as const)('scope $limitScope: another account gets $status', async ({ status, limitScope }) => {
  const actOn = await startActOnFixture({ knobs: { limitScope } })
  const [mine, others] = [await actOn.signIn(), await actOn.signIn('other@example.com', 'other')]
  actOn.server.knobs.callsPerDay = 4
  await statuses(actOn, mine, 3)
  expect(await statuses(actOn, mine, 1)).toEqual([429])
  expect(await statuses(actOn, others, 1)).toEqual([status])
})

test('a refusal may say how long to wait', async () => {
  const actOn = await startActOnFixture({ knobs: { retryAfterSeconds: 2 } })
  const accessToken = await actOn.signIn()
  actOn.server.knobs.callsPerDay = 0
  const refused = await actOn.callAs(accessToken, 'GET', '/api/1/account')
  expect(refused.headers.get('retry-after')).toBe('2')
})

test('the ledger says whose call it was, a token call by its sign-in', async () => {
  const actOn = await startActOnFixture()
  await actOn.call('GET', '/api/1/account')
  const seen = actOn.ledger.calls().map(({ endpoint, account }) => [endpoint, account])
  expect(seen).toEqual([
    ['token', ACCOUNT],
    ['account', ACCOUNT],
  ])
})

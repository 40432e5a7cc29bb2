import { expect, test } from 'vitest'
import { startActOnFixture } from '../support/fixtures/act-on-fixture.ts'
import { startOn24Fixture } from '../support/fixtures/on24-fixture.ts'

const CALL_MS = 150

async function timed<T extends { readonly status: number }>(call: Promise<T>) {
  const startedAt = performance.now()
  const { status } = await call
  return { status, ms: performance.now() - startedAt }
}

test('a call of ON24 takes the time of the knob; its quota is checked when it arrives', async () => {
  const { sandbox, get } = await startOn24Fixture()
  const { knobs } = sandbox.on24
  knobs.callMs = CALL_MS
  knobs.callsPerMinuteInAll = 1
  const replies = await Promise.all([timed(get('/event')), timed(get('/event'))])
  const byStatus = new Map(replies.map(({ status, ms }) => [status, ms]))
  expect(byStatus.get(200)).toBeGreaterThanOrEqual(CALL_MS - 1)
  expect(byStatus.get(403)).toBeLessThan(CALL_MS)
})

test('a call of Act-On takes the time of the knob, and its effect comes at the end of it', async () => {
  const actOn = await startActOnFixture()
  const accessToken = await actOn.signIn()
  actOn.server.knobs.callMs = [CALL_MS, CALL_MS + 10]
  actOn.server.knobs.callsPerSecond = 1
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const call = () => timed(actOn.callAs(accessToken, 'GET', '/api/1/account'))
  const replies = await Promise.all([call(), call()])
  const byStatus = new Map(replies.map(({ status, ms }) => [status, ms]))
  expect(byStatus.get(200)).toBeGreaterThanOrEqual(CALL_MS - 1)
  expect(byStatus.get(429)).toBeLessThan(CALL_MS)
})

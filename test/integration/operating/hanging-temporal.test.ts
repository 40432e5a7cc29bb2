/** A Temporal server that accepts connections and never answers: operators still get their answers soon. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../../src/embedded/free-port.ts'
import { startEmbeddedTemporal } from '../../../src/embedded/temporal-server.ts'
import { updateWebinar } from '../../../src/store/webinars/webinars.ts'
import { expectProblem } from '../../support/api/problem.ts'
import {
  type ApiAnswer,
  startOperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { descendantsOf } from '../../support/processes/descendants.ts'
import { storeHeld, storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'
import { endOfFirstRun } from '../../support/temporal/slot-runs.ts'

/** The service waits ten seconds for Temporal. A busy machine needs a moment more. */
const LONGEST_ANSWER_MS = 14_000

/** A Temporal server of the test's own, and a function that makes it hang until the test ends. */
async function startHangingTemporal() {
  const earlier = new Set(descendantsOf(process.pid))
  const server = await startEmbeddedTemporal({
    port: await freePort(),
    uiPort: null,
    dbFile: null,
  })
  const started = descendantsOf(process.pid).filter((pid) => !earlier.has(pid))
  const [, temporal = expect.fail('no server')] = started
  onTestFinished(() => server.close())
  return {
    address: server.address,
    hang() {
      process.kill(temporal, 'SIGSTOP')
      onTestFinished(() => void process.kill(temporal, 'SIGCONT'))
    },
  }
}

test('while Temporal hangs, whatever an operator asks for is answered soon and stored', async () => {
  const { address, hang } = await startHangingTemporal()
  const api = await startOperatorApiFixture({
    leavesOutClockSlots: true,
    world: { preset: 'tiny', size: { accounts: 1 } },
    temporalAddress: address,
  })
  const { on24ClientId } = api.sandbox.world.accounts[0] ?? expect.fail('no account')
  await api.link(on24ClientId)
  await endOfFirstRun(api, on24ClientId)
  const place = (eventId: string) => ({ on24ClientId, eventId, at: api.now() })
  for (const eventId of ['501', '502', '503']) await storeWebinar(api.store, place(eventId))
  await storeHeld(api.store, place('501'), ['1', '2'])
  const refused = { state: 'rejected', rejectedBy: 'actOn', rejectedReason: 'x' } as const
  await storeRows(api.store, place('502'), [{ registrantId: '1', ...refused }])
  await updateWebinar(api.store, on24ClientId, '503', { listId: 'l-503', listTimeZone: 'UTC' })
  hang()

  const ask = async (path: string, body?: unknown): Promise<ApiAnswer> => {
    const asked = performance.now()
    const call = api.call(`/accounts/${on24ClientId}${path}`, { method: 'POST', body })
    const answer = await Promise.race([call, sleep(LONGEST_ANSWER_MS, null)])
    if (answer === null) expect.fail(`${path} was not answered in ${String(LONGEST_ANSWER_MS)} ms`)
    expect(performance.now() - asked).toBeLessThan(LONGEST_ANSWER_MS)
    return answer
  }
  const [sync, retry, held, rebuild, verify, backfill] = await Promise.all([
    ask('/sync'),
    ask('/rejections/retry'),
    ask('/webinars/501/held', { apply: true }),
    ask('/webinars/503/rebuild', {}),
    ask('/verify'),
    ask('/backfill', { from: '2025-01-01', to: '2025-01-31' }),
  ])
  expect([sync.status, backfill.status]).toEqual([202, 202])
  const decided = { status: 202, body: { syncAsked: false } }
  expect([retry, held, rebuild]).toMatchObject([decided, decided, decided])
  expectProblem(verify, 503, 'temporalUnavailable')
  expect((await ask('/pause', { reason: 'Maintenance' })).status).toBe(202)
  expect((await api.call(`/accounts/${on24ClientId}`)).body).toMatchObject({ state: 'paused' })
  expectProblem(await ask('/sync'), 409, 'paused')
  const trail = await api.audit(on24ClientId)
  for (const line of ['retried ok', 'heldApplied ok', 'rebuilt ok']) expect(trail).toContain(line)
  expect(trail.filter((line) => line.startsWith('syncNow'))).toEqual([
    expect.stringMatching(/^syncNow (asked|ok)$/),
    'syncNow paused',
  ])
  // These rows have no content, so the runs that follow could not deliver them.
  await api.store.deleteFrom('waitingRow').execute()
})

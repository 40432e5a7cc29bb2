import { expect, test } from 'vitest'
import { controllerId } from '../../../src/contracts/temporal-names.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'
import { pauseByHand, unpauseByHand } from '../../support/temporal/pause-by-hand.ts'

const DAY_MS = 24 * 3_600_000

/** Days since the pause, and the calls to ON24 and to Act-On until then. */
const CALLS_UNTIL_DAY = [
  [19, 0, 0],
  [21, 0, 1],
  [30, 1, 1],
  [42, 1, 2],
  [61, 2, 2],
] as const

test('the controller of a paused account keeps its credentials alive at both vendors, with few calls, until the resume', async () => {
  const service = await startServiceFixture({
    world: { accounts: [{}] },
    clock: stillClock('2026-06-15T07:00:00Z'),
    keepAliveSeconds: 0.5,
  })
  const { sandbox, client } = service
  const { on24ClientId, actOn: link } = sandbox.world.accounts[0] ?? expect.fail('no account')
  await service.link(on24ClientId)
  await endOfFirstRun(service, on24ClientId)

  /** Waits until the controller has done its keep-alive twice, so that one of the two began after this call. */
  const lookTwice = async () => {
    const looks = async () => {
      const { events } = await client.workflow.getHandle(controllerId(on24ClientId)).fetchHistory()
      return events?.filter((event) => event.activityTaskCompletedEventAttributes).length ?? 0
    }
    const before = await looks()
    await expect.poll(looks, { timeout: 20_000 }).toBeGreaterThan(before + 1)
  }
  const calls = () => ({
    on24: sandbox.ledger.count({ vendor: 'on24', account: on24ClientId }),
    actOn: sandbox.ledger.count({ vendor: 'actOn', account: link.accountId }),
  })

  // A keep-alive that began before the run's calls were stored and that ends after the pause would call ON24.
  await lookTwice()
  await pauseByHand(service, on24ClientId)

  const atFirst = calls()
  await lookTwice()
  expect(calls()).toEqual(atFirst)
  let day = 0
  for (const [until, on24, actOn] of CALLS_UNTIL_DAY) {
    sandbox.clock.advance((until - day) * DAY_MS)
    day = until
    await lookTwice()
    expect(calls(), `day ${String(day)}`).toEqual({
      on24: atFirst.on24 + on24,
      actOn: atFirst.actOn + actOn,
    })
  }

  await unpauseByHand(service, on24ClientId)
  const run = await runSlotAfter(service, on24ClientId, 6)
  expect(run).toMatchObject({ outcome: 'complete' })
})

/** A run signals its end to the controller only if the controller does not know it already. */
import { expect, test } from 'vitest'
import { recordAudit } from '../../../src/store/audit.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'

const SIGNALLED = 'externalWorkflowExecutionSignaledEventAttributes'

test('an idle run tells its controller nothing, but does after anything happened to the account', async () => {
  const service = await startServiceFixture({
    world: { accounts: [{}] },
    // In the past of real time, because a Schedule can only be backfilled with past slots.
    clock: { startAt: new Date('2026-06-15T12:00:00Z') },
    leavesOutClockSlots: true,
  })
  const { client, store } = service
  const { on24ClientId } = service.sandbox.world.accounts[0] ?? expect.fail('no account')
  const signals = async (workflowId: string, runId: string) => {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    return (events ?? []).filter((event) => event[SIGNALLED]).length
  }
  await service.link(on24ClientId)
  const first = await endOfFirstRun(service, on24ClientId)
  expect(await signals(first.workflowId, first.runId)).toBe(1)

  const told = async () => {
    const { workflowId, runId, outcome } = await runSlotAfter(service, on24ClientId, 5)
    expect(outcome).toBe('complete')
    return signals(workflowId, runId)
  }
  expect(await told()).toBe(0)
  expect(await told()).toBe(0)

  await recordAudit(store, {
    ...{ on24ClientId, at: service.now(), actor: 'operator:test', action: 'changed' },
    ...{ about: null, result: 'ok', address: null },
  })
  expect(await told()).toBe(1)
  expect(await told()).toBe(0)

  // If the run before did not end well, the controller is told the recovery.
  const changed = await store
    .updateTable('run')
    .set({ outcome: 'incomplete' })
    .where('on24ClientId', '=', on24ClientId)
    .executeTakeFirst()
  expect(changed.numUpdatedRows).toBeGreaterThan(0n)
  expect(await told()).toBe(1)
  expect(await told()).toBe(0)
})

/** Makes the Schedule of an account start the runs of slots, without waiting for the clock. */
import { ScheduleOverlapPolicy } from '@temporalio/client'
import { expect, vi } from 'vitest'
import { syncScheduleId } from '../../../src/contracts/temporal-names.ts'
import { listRuns, type Run } from '../../../src/store/runs/runs.ts'
import type { ServiceFixture } from '../fixtures/service-fixture.ts'

const HOUR_MS = 3_600_000
const SLOT_MS = 6 * HOUR_MS
const PATIENCE_MS = 60_000

/** Moves the clock just past the first slot that is at least `hours` away, and starts its run. Waits for its end. */
export async function runSlotAfter(
  service: Pick<ServiceFixture, 'store' | 'client' | 'sandbox'>,
  on24ClientId: string,
  hours: number,
): Promise<Run> {
  const slot = await fireSlotAfter(service, on24ClientId, hours)
  return endOfRun(service, on24ClientId, (run) => run.windowTo.getTime() === slot.getTime())
}

/** The same without waiting for the run's end. Returns the slot. */
export async function fireSlotAfter(
  service: Pick<ServiceFixture, 'client' | 'sandbox'>,
  on24ClientId: string,
  hours: number,
): Promise<Date> {
  const { clock } = service.sandbox
  const slot = slotAfter(clock.now(), hours)
  clock.set(new Date(slot.getTime() + 1000))
  await fireSlots(service, on24ClientId, slot, slot)
  return slot
}

/** The first slot that is at least `hours` after `from`. */
export function slotAfter(from: Date, hours: number): Date {
  return new Date(Math.ceil((from.getTime() + hours * HOUR_MS) / SLOT_MS) * SLOT_MS)
}

/** Makes the Schedule start the runs of every slot from the first to the last. */
export async function fireSlots(
  { client }: Pick<ServiceFixture, 'client'>,
  on24ClientId: string,
  first: Date,
  last: Date,
): Promise<void> {
  await client.schedule.getHandle(syncScheduleId(on24ClientId)).backfill({
    start: new Date(first.getTime() - 1000),
    end: new Date(last.getTime() + 1000),
    overlap: ScheduleOverlapPolicy.BUFFER_ONE,
  })
}

/** Waits until the matching run has ended, in the store and in Temporal. */
export async function endOfRun(
  { store, client }: Pick<ServiceFixture, 'store' | 'client'>,
  on24ClientId: string,
  fits: (run: Run) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<Run> {
  const run = await vi.waitFor(
    async () => {
      const ended = (await listRuns(store, on24ClientId, 20)).find(
        (one) => fits(one) && one.finishedAt !== null,
      )
      return ended ?? expect.fail(`No such run of account ${on24ClientId} has ended.`)
    },
    { timeout: patienceMs, interval: 100 },
  )
  // A run that failed in the store also fails in Temporal, which is expected here.
  await client.workflow
    .getHandle(run.workflowId, run.runId)
    .result()
    .catch(() => null)
  return run
}

/** Waits for the end of the run that linking started. */
export function endOfFirstRun(
  service: Pick<ServiceFixture, 'store' | 'client'>,
  on24ClientId: string,
  patienceMs = PATIENCE_MS,
): Promise<Run> {
  return endOfRun(service, on24ClientId, (run) => run.trigger === 'link', patienceMs)
}

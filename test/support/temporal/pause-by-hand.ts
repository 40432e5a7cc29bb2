/** Pauses and unpauses a Schedule as a person does in the Temporal UI. */
import { expect } from 'vitest'
import { syncScheduleId } from '../../../src/contracts/temporal-names.ts'
import type { ServiceFixture } from '../fixtures/service-fixture.ts'

type Parts = Pick<ServiceFixture, 'client' | 'schedules'>

const handle = ({ client }: Parts, on24ClientId: string) =>
  client.schedule.getHandle(syncScheduleId(on24ClientId))

/** Resolves once readers see the flag: Temporal shows a change after a moment. */
export async function pauseByHand(
  parts: Parts,
  on24ClientId: string,
  reason?: string,
): Promise<void> {
  await handle(parts, on24ClientId).pause(reason)
  await expect.poll(() => parts.schedules.readPause(on24ClientId)).not.toBeNull()
}

/** Resolves once readers see the flag: Temporal shows a change after a moment. */
export async function unpauseByHand(parts: Parts, on24ClientId: string): Promise<void> {
  await handle(parts, on24ClientId).unpause()
  await expect.poll(() => parts.schedules.readPause(on24ClientId)).toBeNull()
}

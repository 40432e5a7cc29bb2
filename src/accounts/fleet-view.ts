/** All accounts together, as operators see them. Reads only the store. */
import type { Fleet } from '../api/fleet.ts'
import { lastSlot } from '../runs/slots.ts'
import type { Service } from '../service.ts'
import { fleetAt } from '../store/accounts/fleet.ts'

export async function viewFleet({ store, now }: Pick<Service, 'store' | 'now'>): Promise<Fleet> {
  const at = now()
  const { slot, runs, longestWithoutSuccess, pendingRows } = await fleetAt(store, lastSlot(at), at)
  return {
    slot: slot.toISOString(),
    runs,
    longestWithoutSuccess:
      longestWithoutSuccess === null
        ? null
        : { ...longestWithoutSuccess, since: longestWithoutSuccess.since.toISOString() },
    pendingRows: { ...pendingRows, countedAt: pendingRows.countedAt.toISOString() },
  }
}

/** Schedules and controllers in Temporal of accounts that are not linked here. Only `endOrphan` ends them. */
import { removeOrphan } from '../../accounts/remove-orphan.ts'
import type { Orphan } from '../../api/orphan.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { orphanPage } from '../../store/accounts/orphans.ts'
import type { Store } from '../../store/database.ts'
import type { Page, PageRequest } from '../../store/page-cursor.ts'
import { inTime } from '../../temporal/in-time.ts'
import { isTemporalAway } from '../../temporal/temporal-away.ts'
import { Problem } from '../api/problem.ts'

/** Workflows are given a while to end. */
const TIMEOUT_MS = 60_000

/** By ON24 client id. Throws CursorUnknown. */
export async function viewOrphans(store: Store, request: PageRequest): Promise<Page<Orphan>> {
  const { items, nextCursor } = await orphanPage(store, request)
  return {
    items: items.map((orphan) => ({
      on24ClientId: orphan.on24ClientId,
      hasSchedule: orphan.hasSchedule,
      hasController: orphan.hasController,
      seenAt: orphan.seenAt.toISOString(),
    })),
    nextCursor,
  }
}

/** Throws a Problem if it is no orphan, or if Temporal does not answer in time. */
export async function endOrphan(
  service: Service,
  on24ClientId: string,
  { actor, address }: Requester,
): Promise<void> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const remove = () => removeOrphan(service, on24ClientId, { actor, address }, timeout)
  const isRemoved = await inTime(service.client, remove, TIMEOUT_MS).catch((error: unknown) => {
    if (!timeout.aborted && !isTemporalAway(error)) throw error
    const detail = 'What is left of it is listed again once Temporal answers: then remove it.'
    throw new Problem('temporalUnavailable', detail, { retryAfterMs: TIMEOUT_MS })
  })
  if (!isRemoved) notOrphan()
}

export function notOrphan(): never {
  throw new Problem('notOrphan', 'Look at the list of orphans: only what it has can be removed.')
}

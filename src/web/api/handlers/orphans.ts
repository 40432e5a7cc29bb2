/** Schedules and controllers in Temporal of accounts that are not linked here. Only `removeOrphan` ends them. */
import { removeOrphan } from '../../../accounts/remove-orphan.ts'
import { orphanPage } from '../../../store/accounts/orphans.ts'
import type { Service } from '../../../service.ts'
import type { HandlerOf } from '../handler.ts'
import { inTime } from '../../../temporal/in-time.ts'
import { isTemporalAway } from '../../../temporal/temporal-away.ts'
import { Problem } from '../problem.ts'

/** Workflows are given a while to end. */
const TIMEOUT_MS = 60_000

export function listOrphans({ store }: Service): HandlerOf<'listOrphans'> {
  return async ({ query }) => {
    const { items, nextCursor } = await orphanPage(store, query)
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
}

export function deleteOrphan(service: Service): HandlerOf<'deleteOrphan'> {
  return async ({ params: { id } }, { actor, address }) => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS)
    const remove = () => removeOrphan(service, id, { actor, address }, timeout)
    const isRemoved = await inTime(service.client, remove, TIMEOUT_MS).catch((error: unknown) => {
      if (!timeout.aborted && !isTemporalAway(error)) throw error
      const detail = 'What is left of it is listed again once Temporal answers: then remove it.'
      throw new Problem('temporalUnavailable', detail, { retryAfterMs: TIMEOUT_MS })
    })
    if (isRemoved) return
    throw new Problem('notOrphan', 'Look at "GET /orphans": only what it lists can be removed.')
  }
}

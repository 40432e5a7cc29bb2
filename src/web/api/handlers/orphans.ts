/** Schedules and controllers in Temporal of accounts that are not linked here. Only `removeOrphan` ends them. */
import { removeOrphan } from '../../../accounts/remove-orphan.ts'
import { orphanPage } from '../../../store/accounts/orphans.ts'
import type { Service } from '../../../service.ts'
import type { HandlerOf } from '../handler.ts'
import { Problem } from '../problem.ts'

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
    if (await removeOrphan(service, id, { actor, address }, timeout)) return
    throw new Problem('notOrphan', 'Only orphans that "GET /orphans" lists can be removed.')
  }
}

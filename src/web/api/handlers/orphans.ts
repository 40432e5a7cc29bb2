/** What Temporal has for accounts that are not linked here. Nothing of it is touched but by `removeOrphan`. */
import { removeOrphan } from '../../../accounts/remove-orphan.ts'
import { orphanPage } from '../../../store/accounts/orphans.ts'
import type { Service } from '../../../service.ts'
import type { HandlerOf } from '../handler.ts'
import { Problem } from '../problem.ts'

const LONGEST_MS = 60_000

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
    const limit = AbortSignal.timeout(LONGEST_MS)
    if (await removeOrphan(service, id, { actor, address }, limit)) return
    throw new Problem('notOrphan', 'Only what "GET /orphans" lists can be removed.')
  }
}

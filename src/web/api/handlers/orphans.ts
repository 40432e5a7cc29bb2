/** Schedules and controllers in Temporal of accounts that are not linked here: the list, and the end of one. */
import type { Service } from '../../../service.ts'
import { endOrphan, viewOrphans } from '../../use-cases/orphans.ts'
import type { HandlerOf } from '../handler.ts'

export function listOrphans({ store }: Service): HandlerOf<'listOrphans'> {
  return ({ query }) => viewOrphans(store, query)
}

export function deleteOrphan(service: Service): HandlerOf<'deleteOrphan'> {
  return async ({ params: { id } }, requester) => {
    await endOrphan(service, id, requester)
  }
}

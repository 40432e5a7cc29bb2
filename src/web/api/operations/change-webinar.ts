/** Excludes a webinar, which drops what waits of it, or includes it again. */
import { recordAudit } from '../../../store/audit.ts'
import { dropRowsOfExcluded } from '../../../store/rows/drop.ts'
import { lockWebinar, setExcluded } from '../../../store/webinars/webinars.ts'
import { findListedWebinar } from '../../../store/webinars/webinar-page.ts'
import { accountOf } from '../account-of.ts'
import type { Service } from '../../../service.ts'
import type { HandlerOf } from '../handler.ts'
import { Problem } from '../problem.ts'
import { inTransaction } from '../../../store/database.ts'

export function changeWebinar({ store, now }: Service): HandlerOf<'changeWebinar'> {
  return async ({ params: { id, eventId }, body: { excluded } }, { actor, address }) => {
    await accountOf(store, id)
    const at = now()
    await inTransaction(store, async (tx) => {
      await lockWebinar(tx, id, eventId)
      if (!(await setExcluded(tx, id, eventId, excluded))) return
      if (excluded) await dropRowsOfExcluded(tx, { on24ClientId: id, eventId }, at)
      const action = excluded ? 'excluded' : 'included'
      const entry = { on24ClientId: id, at, actor, action, about: eventId, address } as const
      await recordAudit(tx, { ...entry, result: 'ok' })
    })
    return (await findListedWebinar(store, id, eventId, at)) ?? webinarUnknown(eventId)
  }
}

export function webinarUnknown(eventId: string): never {
  throw new Problem('webinarUnknown', `No webinar ${eventId} of this account is known yet.`)
}

/** Excludes a webinar, which drops its pending rows, or includes it again. */
import type { Webinar } from '../../api/webinar.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { recordAudit } from '../../store/audit.ts'
import { inTransaction } from '../../store/database.ts'
import { dropRowsOfExcluded } from '../../store/rows/drop.ts'
import { findListedWebinar } from '../../store/webinars/webinar-page.ts'
import { lockWebinar, setExcluded } from '../../store/webinars/webinars.ts'
import { Problem } from '../api/problem.ts'
import { accountOf } from './account-of.ts'

export interface WebinarChange {
  readonly on24ClientId: string
  readonly eventId: string
  readonly excluded: boolean
}

/** Throws a Problem for an unknown account or webinar. */
export async function changeWebinar(
  { store, now }: Pick<Service, 'store' | 'now'>,
  { on24ClientId, eventId, excluded }: WebinarChange,
  { actor, address }: Requester,
): Promise<Webinar> {
  await accountOf(store, on24ClientId)
  const at = now()
  await inTransaction(store, async (tx) => {
    await lockWebinar(tx, on24ClientId, eventId)
    if (!(await setExcluded(tx, on24ClientId, eventId, excluded))) return
    if (excluded) await dropRowsOfExcluded(tx, { on24ClientId, eventId }, at)
    const action = excluded ? 'excluded' : 'included'
    const entry = { on24ClientId, at, actor, action, about: eventId, address } as const
    await recordAudit(tx, { ...entry, result: 'ok' })
  })
  return (await findListedWebinar(store, on24ClientId, eventId, at)) ?? webinarUnknown(eventId)
}

export function webinarUnknown(eventId: string): never {
  throw new Problem(
    'webinarUnknown',
    `Check its event id ${eventId} in the list of the account's webinars: this one is not known yet.`,
  )
}

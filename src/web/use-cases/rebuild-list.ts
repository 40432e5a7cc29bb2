/** Has every row of a webinar's list written again, in the account's present time zone. */
import type { Decided } from '../../api/operation-bodies.ts'
import { AccountPaused, isPausedNow } from '../../operating/request-operation.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { getAccount } from '../../store/accounts/accounts.ts'
import { recordAudit } from '../../store/audit.ts'
import { inTransaction } from '../../store/database.ts'
import { rebuildList } from '../../store/rows/rebuild.ts'
import type { WebinarPlace } from '../../store/rows/take-up.ts'
import { inTime } from '../../temporal/in-time.ts'
import { mayHaveList } from '../../store/webinars/act-on-lists.ts'
import { findWebinar, lockWebinar, type WebinarRow } from '../../store/webinars/webinars.ts'
import { Problem } from '../api/problem.ts'
import { webinarUnknown } from './change-webinar.ts'
import { answerOf, checkLinked } from './decide-rows.ts'

/** Throws AccountNotLinked, AccountPaused, and a Problem, also when nothing can be rebuilt. */
export function rebuildListOf(
  service: Service,
  place: WebinarPlace,
  requester: Requester,
): Promise<Decided> {
  return inTime(service.client, () => rebuild(service, place, requester))
}

async function rebuild(
  service: Service,
  place: WebinarPlace,
  requester: Requester,
): Promise<Decided> {
  const { store, config, now } = service
  const { on24ClientId, eventId } = place
  await checkMayRun(service, on24ClientId)
  const rows = await inTransaction(store, async (tx) => {
    const webinar = await lockWebinar(tx, on24ClientId, eventId)
    if (webinar === undefined) webinarUnknown(eventId)
    checkCanBeRebuilt(webinar, config.on24.contentTypes)
    const { timeZone } = await getAccount(tx, on24ClientId)
    const at = now()
    const sentAgain = await rebuildList(tx, webinar, timeZone, at)
    const { actor, address } = requester
    const entry = { on24ClientId, at, actor, address, action: 'rebuilt' } as const
    await recordAudit(tx, { ...entry, about: eventId, result: 'ok' })
    return sentAgain
  })
  return answerOf(service, on24ClientId, requester, { rows, needsRun: true })
}

/** Throws what a request would throw now. */
export async function checkRebuild(service: Service, place: WebinarPlace): Promise<void> {
  const { store, config } = service
  await inTime(service.client, () => checkMayRun(service, place.on24ClientId))
  const webinar = await findWebinar(store, place.on24ClientId, place.eventId)
  if (webinar === undefined) webinarUnknown(place.eventId)
  checkCanBeRebuilt(webinar, config.on24.contentTypes)
}

async function checkMayRun(service: Service, on24ClientId: string): Promise<void> {
  await checkLinked(service, on24ClientId)
  if (await isPausedNow(service, on24ClientId)) throw new AccountPaused(on24ClientId)
}

/** Without a read its rows would stay as they are, in a list that counts as one of the new zone. Throws a Problem. */
function checkCanBeRebuilt(webinar: WebinarRow, contentTypes: readonly string[]): void {
  if (webinar.excluded) throw new Problem('webinarNotRead', 'It is excluded: include it first.')
  if (webinar.unavailableSince !== null) {
    throw new Problem(
      'webinarNotRead',
      'ON24 says that it is inactive or gone: activate it there first.',
    )
  }
  if (webinar.isTestEvent || !contentTypes.includes(webinar.contentType)) {
    const detail =
      'It is a test event, or its content type is not in ON24_CONTENT_TYPES: change that first.'
    throw new Problem('webinarNotRead', detail)
  }
  if (mayHaveList(webinar)) return
  throw new Problem(
    'noList',
    "Nothing needs to be done: when it is created, it gets the account's time zone.",
  )
}

/** The webinar that a page request names. */
import type { Request } from 'express'
import { EventId } from '../../api/formats.ts'
import type { Service } from '../../service.ts'
import type { Account } from '../../store/accounts/account.ts'
import { findListedWebinar } from '../../store/webinars/webinar-page.ts'
import { Problem } from '../api/problem.ts'
import { webinarUnknown } from '../use-cases/change-webinar.ts'
import type { Webinar } from '../../api/webinar.ts'
import { requestedAccount } from './requested-account.ts'

/** Throws a Problem for an unknown account or webinar. */
export async function requestedWebinar(
  request: Request,
  { store, now }: Pick<Service, 'store' | 'now'>,
): Promise<{ readonly account: Account; readonly webinar: Webinar }> {
  const account = await requestedAccount(request, store)
  const eventId = requestedEventId(request)
  const webinar = await findListedWebinar(store, account.on24ClientId, eventId, now())
  return { account, webinar: webinar ?? webinarUnknown(eventId) }
}

/** Throws a Problem when it is no event id of ON24. */
export function requestedEventId(request: Request): string {
  const eventId = EventId.safeParse(request.params['eventId'])
  if (eventId.success) return eventId.data
  throw new Problem('webinarUnknown', 'Check the id: an ON24 event id consists of digits.')
}

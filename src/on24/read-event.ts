/** Reads one event by its id, for an event that no list returned. */
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { Webinar } from '../contracts/webinar.ts'
import { toWebinar } from './wire/domain-rows.ts'
import { requestJson } from './request.ts'
import type { On24Session } from './request.ts'
import { wireEvent } from './wire/schemas.ts'

/**
 * ON24 REST API, GET /client/{clientId}/event/{eventId}. The event may belong to a sub-account: see `on24ClientId`.
 * @throws On24EventUnavailable for an event that is inactive or deleted.
 */
export async function readEvent(
  session: On24Session,
  eventId: string,
  options: CallOptions,
): Promise<Webinar> {
  const path = `/event/${encodeURIComponent(eventId)}`
  const request = { endpoint: 'event', paceKind: 'people', path } as const
  const row = await requestJson(session, request, wireEvent, options)
  return toWebinar(row, session.on24ClientId)
}

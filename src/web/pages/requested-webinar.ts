/** The webinar that a page request names. */
import type { Request } from 'express'
import { EventId } from '../../api/formats.ts'
import { Problem } from '../api/problem.ts'

/** Throws a Problem when it is no event id of ON24. */
export function requestedEventId(request: Request): string {
  const eventId = EventId.safeParse(request.params['eventId'])
  if (eventId.success) return eventId.data
  throw new Problem('webinarUnknown', 'Check the id: an ON24 event id consists of digits.')
}

/** GET /client/{clientId}/event/{eventId}: one event with its usage figures. */
import { eventRow } from '../../world/rows/event-row.ts'
import { withIdTypes } from '../row-ids.ts'
import { webinarInPath } from '../service.ts'
import type { On24Endpoint } from '../service.ts'
import { shownLastUpdated } from '../last-updated.ts'

export const event: On24Endpoint = {
  name: 'event',
  kind: 'event',
  path: '/event/:eventId',
  answer: (call) => {
    const state = webinarInPath(call).stateAt(call.nowMs)
    const { knobs } = call.service
    const row = eventRow(state, shownLastUpdated(state, call.nowMs, knobs))
    if (row === null) return {}
    const isNamed = ['webcast', 'virtualenvironment'].includes(row.contenttype)
    const { eventanalytics, ...rest } = row
    return {
      ...withIdTypes(rest, knobs),
      // Not the title, despite its name.
      ...(isNamed && { eventname: 'event Abstract' }),
      ...(eventanalytics !== undefined && {
        eventanalytics: {
          ...eventanalytics,
          // Can be negative: anonymous visitors count as attendees but not as registrants.
          noshowcount: eventanalytics.totalregistrants - eventanalytics.totalattendees,
        },
      }),
    }
  },
}

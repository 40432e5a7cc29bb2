/** GET /client/{clientId}/event/{eventId}: one event with its usage figures. */
import { eventRow } from '../../world/rows/event-row.ts'
import { withIdTypes } from '../row-ids.ts'
import { webinarInPath } from '../service.ts'
import type { On24Endpoint } from '../service.ts'
import { shownUpdateAt } from '../shown-update.ts'

export const event: On24Endpoint = {
  name: 'event',
  kind: 'event',
  path: '/event/:eventId',
  answer: (call) => {
    const state = webinarInPath(call).stateAt(call.nowMs)
    const { knobs } = call.service
    const row = eventRow(state, shownUpdateAt(state, call.nowMs, knobs))
    if (row === null) return {}
    const isNamed = ['webcast', 'virtualenvironment'].includes(row.contenttype)
    const { eventanalytics, ...rest } = row
    return {
      ...withIdTypes(rest, knobs),
      // Not the title, although it looks like one.
      ...(isNamed && { eventname: 'event Abstract' }),
      ...(eventanalytics !== undefined && {
        eventanalytics: {
          ...eventanalytics,
          // Anonymous visitors attend without being counted as registrants: it can be negative.
          noshowcount: eventanalytics.totalregistrants - eventanalytics.totalattendees,
        },
      }),
    }
  },
}

/** Event-level responses: all people in one streamed response; paging parameters are ignored. */
import type { PersonState } from '../../world/webinar-state.ts'
import type { On24Knobs } from '../knobs.ts'
import { scrambled, withIdTypes } from '../row-ids.ts'

export interface WholeEvent<Found extends { readonly person: PersonState }> {
  readonly key: 'registrants' | 'attendees'
  readonly eventId: number
  readonly found: readonly Found[]
  readonly knobs: On24Knobs
  /** Sort key of the rows, smallest first; not used if the order is arbitrary. */
  order(found: Found): number
  write(found: Found): Parameters<typeof withIdTypes>[0]
}

export function* wholeEvent<Found extends { readonly person: PersonState }>(
  event: WholeEvent<Found>,
): Iterable<string> {
  const { key, eventId, found, knobs } = event
  const head = JSON.stringify({ eventid: eventId, [`total${key}`]: found.length })
  if (found.length === 0 && knobs.zeroResults.rows === 'absent') {
    yield head
    return
  }
  const order = (one: Found) =>
    knobs.rowOrder === 'arbitrary' ? scrambled(one.person.eventUserId) : event.order(one)
  const ordered = found.toSorted((a, b) => order(a) - order(b))
  yield `${head.slice(0, -1)},"${key}":[`
  for (let first = 0; first < ordered.length; first += knobs.rowsPerChunk) {
    const rows = ordered.slice(first, first + knobs.rowsPerChunk)
    const texts = rows.map((one) => JSON.stringify(withIdTypes(event.write(one), knobs)))
    yield (first === 0 ? '' : ',') + texts.join(',')
  }
  yield ']}'
}

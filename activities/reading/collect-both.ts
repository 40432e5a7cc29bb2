/** The two lists of a webinar's people, asked for at once. */
import type { Attendee, Registrant } from '../../src/contracts/people.ts'
import { bothOrNeither } from '../../src/http/both-or-neither.ts'
import type { On24Client } from '../../src/on24/client.ts'
import type { HeldRows } from '../../src/rows-in-memory.ts'
import { collectPeople, NO_ATTENDEES, type PeopleRows } from '../../src/reading/webinar-people.ts'

export interface PeopleToCollect {
  readonly on24: On24Client
  readonly eventId: string
  readonly held: HeldRows
  readonly signal: AbortSignal
}

/**
 * If one list fails, the other is aborted. Throws the errors of the ON24 client.
 * @param withAttendees false: nobody has attended yet, so only the registrants are asked for.
 */
export async function collectBoth(
  { on24, eventId, held, signal }: PeopleToCollect,
  withAttendees: boolean,
): Promise<readonly [PeopleRows<Registrant>, PeopleRows<Attendee>]> {
  return bothOrNeither(
    signal,
    (both) =>
      collectPeople(asThereIsRoom(on24.readRegistrants(eventId, { signal: both }), held, both)),
    async (both) =>
      withAttendees
        ? collectPeople(asThereIsRoom(on24.readAttendees(eventId, { signal: both }), held, both))
        : NO_ATTENDEES,
  )
}

/** Rows are counted in steps of this size. */
const ROWS_PER_STEP = 100

/** Takes rows only as there is room for them in memory: until then the vendor's answer waits in its socket. */
async function* asThereIsRoom<Row>(
  rows: AsyncIterable<Row>,
  held: HeldRows,
  signal: AbortSignal,
): AsyncGenerator<Row, void> {
  let count = 0
  for await (const row of rows) {
    if (count % ROWS_PER_STEP === 0) await held.add(ROWS_PER_STEP, signal)
    count += 1
    yield row
  }
}

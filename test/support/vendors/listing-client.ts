/** An ON24 client that returns whole lists: each row once, in its latest form. */
import type { PersonStamp } from '../../../src/contracts/people.ts'
import type { Scan, ScannedPage } from '../../../src/contracts/scan.ts'
import type { CallOptions } from '../../../src/contracts/vendor-call.ts'
import type { Webinar } from '../../../src/contracts/webinar.ts'
import type { On24Client } from '../../../src/on24/client.ts'

type Range<List extends keyof On24Client> = Parameters<On24Client[List]>[0]

export interface ListingClient extends Omit<
  On24Client,
  'listEvents' | 'listRegistrantStamps' | 'listAttendeeStamps'
> {
  listEvents(range: Range<'listEvents'>, options: CallOptions): Promise<Webinar[]>
  listRegistrantStamps(
    range: Range<'listRegistrantStamps'>,
    options: CallOptions,
  ): Promise<PersonStamp[]>
  listAttendeeStamps(
    range: Range<'listAttendeeStamps'>,
    options: CallOptions,
  ): Promise<PersonStamp[]>
}

export function listingClient(client: On24Client): ListingClient {
  const person = ({ eventId, registrantId }: PersonStamp) => `${eventId}/${registrantId}`
  return {
    ...client,
    listEvents: (range, options) =>
      everyRow(
        (scan) => client.listEvents(range, scan, options),
        ({ eventId }) => eventId,
      ),
    listRegistrantStamps: (range, options) =>
      everyRow((scan) => client.listRegistrantStamps(range, scan, options), person),
    listAttendeeStamps: (range, options) =>
      everyRow((scan) => client.listAttendeeStamps(range, scan, options), person),
  }
}

async function everyRow<Row>(
  list: (scan: Scan<Row>) => Promise<void>,
  keyOf: (row: Row) => string,
): Promise<Row[]> {
  const found = new Map<string, Row>()
  await list(
    scanInto((rows) => {
      for (const row of rows) found.set(keyOf(row), row)
    }),
  )
  return [...found.values()]
}

/** A scan from the first page. It calls `keep` with each page that is read. */
function scanInto<Row>(
  keep: (rows: readonly Row[], place: ScannedPage, unreadable: number) => void,
): Scan<Row> {
  return {
    before: [],
    keep: (rows, place, unreadable) => {
      keep(rows, place, unreadable)
      return Promise.resolve()
    },
  }
}

/**
 * Stores thousands of waiting rows with one parameter for each column: to bind one for each cell would take longer than to
 * store it.
 */
import { sql } from 'kysely'
import type { Store } from '../../database.ts'
import type { NewWaitingRow, WaitingRow } from './waiting-rows.ts'

const ROWS_PER_STATEMENT = 1000

/** The types of all columns. */
const COLUMNS = {
  on24ClientId: 'text',
  eventId: 'text',
  registrantId: 'text',
  action: 'text',
  state: 'text',
  sealed: 'text',
  clears: 'boolean',
  addressHash: 'bigint',
  registrationHash: 'bigint',
  activityHash: 'bigint',
  cellsMask: 'integer',
  attended: 'boolean',
  changed: 'smallint',
  earlierAddressHash: 'bigint',
  removalReason: 'text',
  removalDecided: 'boolean',
  rejectedField: 'text',
  rejectedReason: 'text',
  rejectedBy: 'text',
  sealedWords: 'text',
  refusedInRun: 'text',
  refusedReason: 'text',
  timedOut: 'boolean',
  tries: 'integer',
  mergeJobId: 'text',
  runKey: 'text',
  readStartedAt: 'timestamptz',
  firstSeenAt: 'timestamptz',
  lastTriedAt: 'timestamptz',
} as const satisfies Record<keyof WaitingRow, string>

const DEFAULTS: Partial<WaitingRow> = {
  clears: false,
  changed: 0,
  removalDecided: false,
  timedOut: false,
  tries: 0,
}

const NAMES = Object.keys(COLUMNS).filter((name): name is keyof WaitingRow => name in COLUMNS)

export async function insertWaitingRows(
  store: Store,
  rows: readonly NewWaitingRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const part = rows.slice(start, start + ROWS_PER_STATEMENT)
    const values = NAMES.map((name) => {
      const cells = part.map((row) => asText(row[name] ?? DEFAULTS[name] ?? null))
      return sql`${cells}::${sql.raw(COLUMNS[name])}[]`
    })
    await sql`
      insert into waiting_row (${sql.join(NAMES.map((name) => sql.ref(name)))})
      select * from unnest(${sql.join(values)})
    `.execute(store)
  }
}

function asText<Cell>(cell: Cell | Date): Cell | string {
  return cell instanceof Date ? cell.toISOString() : cell
}

/** What the runs of some days did, for charts. */
import { sql } from 'kysely'
import { GOOD_OUTCOMES } from '../../contracts/run.ts'
import type { Store } from '../database.ts'
import { SYNC_TRIGGERS } from './runs.ts'

export interface RunOfDays {
  readonly startedAt: Date
  /** Of a successful sync: when it succeeded. Null for other runs. */
  readonly succeededAt: Date | null
  /** Created and updated; 0 until the run has ended. */
  readonly contacts: number
  readonly callsOn24: number
  readonly callsActOn: number
}

/** Only the end of a sync ends a wait for a success: see `AccountTable.lastSuccessAt`. */
const SUCCESS = sql`outcome in (${sql.join(GOOD_OUTCOMES)}) and trigger in (${sql.join(SYNC_TRIGGERS)})`

const COLUMNS = sql`started_at as "startedAt", case when ${SUCCESS} then finished_at end as "succeededAt",
  case when dry_run then 0
    else coalesce((ledger->>'created')::float8 + (ledger->>'updated')::float8, 0) end as contacts,
  calls_on24 as "callsOn24", calls_act_on as "callsActOn"`

/** The runs of an account since then, and its last success before. In no order. */
export async function runsOfDays(
  store: Store,
  on24ClientId: string,
  since: Date,
): Promise<readonly RunOfDays[]> {
  const at = since.toISOString()
  const { rows } = await sql<RunOfDays>`
    (select ${COLUMNS} from run
      where on24_client_id = ${on24ClientId} and started_at >= ${at}::timestamptz)
    union all
    (select ${COLUMNS} from run
      where on24_client_id = ${on24ClientId} and started_at < ${at}::timestamptz and ${SUCCESS}
      order by started_at desc limit 1)
  `.execute(store)
  return rows
}

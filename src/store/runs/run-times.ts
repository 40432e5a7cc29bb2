/** When the steps of a run happened, as far as the store knows: nothing is stored for this alone. */
import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../database.ts'

export interface RunTimes {
  /** When every answer of ON24 about what is new was stored. */
  readonly discoveredAt: Date | null
  /** When the run stopped calling Act-On. */
  readonly actOnStoppedAt: Date | null
  /** Starts of the reads of its webinars. A webinar that another run has read since is left out. */
  readonly reads: Steps | null
  /** Ends of the comparisons of lists. */
  readonly comparisons: Steps | null
  /** Uploads that Act-On has not finished. */
  readonly uploads: Steps | null
}

/** Steps of one kind; null if there was none. */
export interface Steps {
  readonly count: number
  readonly first: Date
  readonly last: Date
  /** How many there were in each of `SLICES` parts of the run, of the same length. */
  readonly slices: readonly number[]
}

const SLICES = 48

export interface RunSpan {
  readonly runKey: string
  readonly on24ClientId: string
  readonly from: Date
  /** Its end, or now. */
  readonly until: Date
}

export async function runTimes(store: Store, span: RunSpan): Promise<RunTimes> {
  const { runKey } = span
  const [run, reads, comparisons, uploads] = await Promise.all([
    store
      .selectFrom('run')
      .select(['discoveredAt', 'actOnStoppedAt'])
      .where('runKey', '=', runKey)
      .executeTakeFirst(),
    stepsOf(store, span, ofWebinars(span, sql`webinar`, sql`last_read_started_at`)),
    stepsOf(
      store,
      span,
      sql`select compared_at as at from compared_list where run_key = ${runKey}`,
    ),
    stepsOf(store, span, ofWebinars(span, sql`merge_job`, sql`started_at`)),
  ])
  return {
    discoveredAt: run?.discoveredAt ?? null,
    actOnStoppedAt: run?.actOnStoppedAt ?? null,
    ...{ reads, comparisons, uploads },
  }
}

/** Times of the run's webinars in another table. */
function ofWebinars(
  { runKey, on24ClientId }: RunSpan,
  table: RawBuilder<unknown>,
  column: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select ${column} as at from run_webinar
    join ${table} as other
      on other.on24_client_id = ${on24ClientId} and other.event_id = run_webinar.event_id
    where run_key = ${runKey}`
}

async function stepsOf(
  store: Store,
  { from, until }: RunSpan,
  times: RawBuilder<unknown>,
): Promise<Steps | null> {
  const [start, end] = [from, until].map((at) => sql`${at.toISOString()}::timestamptz`)
  const ms = Math.max(1, until.getTime() - from.getTime())
  const { rows } = await sql<{ slice: number; count: number; first: Date; last: Date }>`
    select least(floor(extract(epoch from at - ${start}) * 1000 / ${ms}::float8 * ${SLICES}::float8),
        ${SLICES - 1}::float8)::float8 as slice,
      count(*)::float8 as count, min(at) as first, max(at) as last
    from (${times}) as step
    where at between ${start} and ${end}
    group by 1 order by 1
  `.execute(store)
  const [earliest, latest] = [rows.at(0), rows.at(-1)]
  if (earliest === undefined || latest === undefined) return null
  const counts = new Map(rows.map(({ slice, count }) => [slice, count]))
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    first: earliest.first,
    last: latest.last,
    slices: Array.from({ length: SLICES }, (_, slice) => counts.get(slice) ?? 0),
  }
}

/** The progress of runs, counted in webinars. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'

export interface Work {
  readonly of: number
  readonly toRead: number
  readonly read: number
  readonly finished: number
}

/**
 * The progress of a run, counted in the webinars that it has to read. Skipped webinars count as read, webinars that
 * cannot be read do not. A webinar is finished when it is read and delivered, or cannot be read.
 */
export async function countWork(store: Store, runKey: string): Promise<Work> {
  return store
    .selectFrom('runWebinar')
    .select([
      sql<number>`count(*)::float8`.as('of'),
      sql<number>`count(*) filter (where read_state = 'toRead')::float8`.as('toRead'),
      READ.as('read'),
      FINISHED.as('finished'),
    ])
    .where('runKey', '=', runKey)
    .where('readState', '<>', 'notRead')
    .executeTakeFirstOrThrow()
}

const READ = sql<number>`count(*) filter (where read_state in ('read', 'skipped'))::float8`

const FINISHED = sql<number>`count(*) filter (
  where read_state in ('skipped', 'failed') or (read_state = 'read' and delivery_state = 'done')
)::float8`

export interface WorkDone {
  readonly read: number
  readonly finished: number
  /** Webinars whose rows were delivered, or that had none, of those that are not left out. */
  readonly delivered: number
  readonly toDeliver: number
}

/** The progress of several runs, by run key, counted as in `countWork`. */
export async function countWorkOf(
  store: Store,
  runKeys: readonly string[],
): Promise<Map<string, WorkDone>> {
  if (runKeys.length === 0) return new Map()
  const rows = await store
    .selectFrom('runWebinar')
    .select([
      'runKey',
      READ.as('read'),
      FINISHED.as('finished'),
      sql<number>`count(*) filter (
        where read_state in ('read', 'notRead') and delivery_state = 'done'
      )::float8`.as('delivered'),
      sql<number>`count(*) filter (where read_state in ('toRead', 'read', 'notRead'))::float8`.as(
        'toDeliver',
      ),
    ])
    .where('runKey', 'in', runKeys)
    .groupBy('runKey')
    .execute()
  return new Map(rows.map(({ runKey, ...counts }) => [runKey, counts]))
}

/** How many contacts the run has read so far, in all webinars. */
export async function countContactsRead(store: Store, runKey: string): Promise<number> {
  const { contacts } = await store
    .selectFrom('runWebinar')
    .select(sql<number>`coalesce(sum(read), 0)::float8`.as('contacts'))
    .where('runKey', '=', runKey)
    .executeTakeFirstOrThrow()
  return contacts
}

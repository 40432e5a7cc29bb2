/** Comparisons of Act-On with ON24: what they are to do, and the webinars that they compare. */
import { sql } from 'kysely'
import type { ComparisonKind, ComparisonMode } from '../../contracts/comparison.ts'
import type { Store } from '../database.ts'
import { planReads } from '../runs/work-list.ts'

/** Does nothing if an earlier attempt, whose answer was lost, has done it. */
export async function openVerification(
  store: Store,
  runKey: string,
  { repair, writes }: ComparisonMode,
): Promise<void> {
  await store
    .insertInto('verification')
    .values({ runKey, repair, writes })
    .onConflict((conflict) => conflict.column('runKey').doNothing())
    .execute()
}

/** SQL expression on `verification`. */
export const COMPARISON_KIND = sql<ComparisonKind>`
  case when repair then 'repair' when writes then 'weeklyComparison' else 'verify' end`

/** SQL expression on `run`; null unless it is a comparison. */
export const COMPARISON_OF_RUN = sql<ComparisonKind | null>`(
  select ${COMPARISON_KIND} from verification where verification.run_key = run.run_key
)`

export async function getMode(store: Store, runKey: string): Promise<ComparisonMode> {
  return store
    .selectFrom('verification')
    .select(['repair', 'writes'])
    .where('runKey', '=', runKey)
    .executeTakeFirstOrThrow()
}

/**
 * Puts the account's webinars that have a list on the run's work list, once: those whose start or latest activity is
 * not before `since`, or all.
 */
export async function planComparisons(
  store: Store,
  { runKey, on24ClientId, since }: PlannedComparison,
): Promise<void> {
  const rows = await store
    .selectFrom('webinar')
    .select('eventId')
    .where('on24ClientId', '=', on24ClientId)
    .where('excluded', '=', false)
    .where((webinar) =>
      webinar.or([webinar('listId', 'is not', null), webinar('lastReadStartedAt', 'is not', null)]),
    )
    .where(
      since === null
        ? sql<boolean>`true`
        : sql<boolean>`greatest(live_start, latest_activity_at) >= ${since.toISOString()}::timestamptz`,
    )
    .orderBy('eventId')
    .execute()
  await planReads(
    store,
    runKey,
    rows.map(({ eventId }) => eventId),
  )
}

export interface PlannedComparison {
  readonly runKey: string
  readonly on24ClientId: string
  /** Null: all of them. */
  readonly since: Date | null
}

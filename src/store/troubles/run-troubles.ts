/** The answers of the lists in one run, and whether the run may still call Act-On. */
import { sql } from 'kysely'
import type { AccountWide } from '../../contracts/trouble.ts'
import type { Store } from '../database.ts'
import { isAnswered, isRefusal } from '../runs/list-answers.ts'
import { endTroubles, recordTrouble } from './troubles.ts'

export interface RunPlace {
  readonly on24ClientId: string
  readonly runKey: string
}

interface ListAnswers {
  readonly answered: number
  /** How often the most frequent refusal occurred. */
  readonly alike: number
  readonly refusal: string | null
  readonly refused: number
}

export async function listAnswersOf(store: Store, runKey: string): Promise<ListAnswers> {
  const { rows } = await sql<{ listAnswer: string; count: number }>`
    select list_answer, count(*)::float8 as count from run_webinar
    where run_key = ${runKey} and list_answer is not null
    group by list_answer order by count desc, list_answer
  `.execute(store)
  const refusals = rows.filter((row) => isRefusal(row.listAnswer))
  const answers = rows.filter((row) => isAnswered(row.listAnswer))
  const [most] = refusals
  return {
    answered: answers.reduce((sum, { count }) => sum + count, 0),
    alike: most?.count ?? 0,
    refusal: most?.listAnswer ?? null,
    refused: refusals.reduce((sum, { count }) => sum + count, 0),
  }
}

/**
 * The run stops calling Act-On. The trouble becomes the whole account's, and is ended for the lists that had it.
 */
export async function stopCallingActOn(
  tx: Store,
  { on24ClientId, runKey }: RunPlace,
  { kind, detail, at }: { readonly kind: AccountWide; readonly detail: string; readonly at: Date },
): Promise<void> {
  const stopped = { actOnStopped: kind, actOnStoppedAt: at }
  await tx.updateTable('run').set(stopped).where('runKey', '=', runKey).execute()
  await recordTrouble(tx, { on24ClientId, eventId: null }, { kind, detail, at })
  await sql`
    delete from trouble using run_webinar
    where trouble.on24_client_id = ${on24ClientId} and trouble.kind = 'listRefused'
      and run_webinar.run_key = ${runKey} and run_webinar.event_id = trouble.event_id
      and run_webinar.list_answer = ${detail}
  `.execute(tx)
}

/**
 * A run that stopped at or before `stoppedUntil` may call Act-On again: a backfill repeats its rounds until it is done.
 */
export async function callActOnAgain(
  store: Store,
  runKey: string,
  stoppedUntil: Date,
): Promise<void> {
  await store
    .updateTable('run')
    .set({ actOnStopped: null, actOnStoppedAt: null })
    .where('runKey', '=', runKey)
    .where('actOnStoppedAt', '<=', stoppedUntil)
    .execute()
}

/** Act-On has answered calls of the account, so neither refusals nor used-up sign-ins are a trouble any more. */
export async function endActOnTroubles(store: Store, on24ClientId: string): Promise<void> {
  const kinds = ['actOnRefuses', 'signInsUsedUp'] as const
  await endTroubles(store, { on24ClientId, eventId: null }, kinds)
}

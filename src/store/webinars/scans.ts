/**
 * How far a run has read ON24's paged lists. What a page says about webinars is stored in the same transaction. Of the
 * page itself only marks are kept, until the scan has ended; a later attempt continues from them.
 */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Scan, ScannedPage } from '../../contracts/scan.ts'
import { inTransaction, type Store } from '../database.ts'

/** One question of one run. */
export interface ScanPlace {
  readonly runKey: string
  readonly question: string
}

const KeptPage: z.ZodType<ScannedPage> = z.object({
  number: z.number(),
  offset: z.number(),
  page: z
    .object({
      rows: z.array(z.tuple([z.string(), z.string()])),
      total: z.number().nullable(),
      pageCount: z.number(),
    })
    .nullable(),
})

/**
 * Reads a list from where an earlier attempt stopped, unless it was read to its end. `save` stores the content of a
 * page in the transaction that keeps the page.
 */
export async function keepScan<Row>(
  store: Store,
  place: ScanPlace,
  now: () => Date,
  list: (scan: Scan<Row>) => Promise<void>,
  save: (tx: Store, rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  const before = await beginScan(store, place)
  if (before === null) return
  await list({
    before,
    keep: (rows, page, unreadableRows) =>
      inTransaction(store, async (tx) => {
        await save(tx, rows)
        await keepPage(tx, place, page, unreadableRows)
      }),
  })
  await endScan(store, place, now())
}

/** The pages that were kept, in order; null if the scan has ended. One statement, because every idle run asks four times. */
async function beginScan(
  store: Store,
  { runKey, question }: ScanPlace,
): Promise<ScannedPage[] | null> {
  const { rows } = await sql<{ hasEnded: boolean; pages: unknown }>`
    with begun as (
      insert into scan (run_key, question) values (${runKey}, ${question}) on conflict do nothing
    )
    select
      exists (
        select from scan
        where run_key = ${runKey} and question = ${question} and ended_at is not null) as has_ended,
      (select coalesce(jsonb_agg(page order by number), '[]') from scan_page
        where run_key = ${runKey} and question = ${question}) as pages
  `.execute(store)
  const [scan] = rows
  return scan?.hasEnded === false ? z.array(KeptPage).parse(scan.pages) : null
}

/** In the transaction that stores the content of the page. Replaces a page that was kept under the same number. */
async function keepPage(
  tx: Store,
  { runKey, question }: ScanPlace,
  place: ScannedPage,
  unreadableRows: number,
): Promise<void> {
  const page = JSON.stringify(place)
  await tx
    .insertInto('scanPage')
    .values({ runKey, question, number: place.number, page })
    .onConflict((conflict) =>
      conflict.columns(['runKey', 'question', 'number']).doUpdateSet({ page }),
    )
    .execute()
  if (unreadableRows === 0) return
  await tx
    .updateTable('run')
    .set({ unreadableRows: sql`unreadable_rows + ${unreadableRows}` })
    .where('runKey', '=', runKey)
    .execute()
}

async function endScan(store: Store, { runKey, question }: ScanPlace, at: Date): Promise<void> {
  await sql`
    with dropped as (
      delete from scan_page where run_key = ${runKey} and question = ${question}
    )
    update scan set ended_at = ${at.toISOString()}::timestamptz
    where run_key = ${runKey} and question = ${question}
  `.execute(store)
}

/** How many questions of the run ON24 has answered completely. */
export async function countAnswers(store: Store, runKey: string): Promise<number> {
  const { count } = await store
    .selectFrom('scan')
    .select((select) => select.fn.countAll().as('count'))
    .where('runKey', '=', runKey)
    .where('endedAt', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Call it when a run has ended: no attempt continues its scans. */
export async function dropScans(store: Store, runKey: string): Promise<void> {
  await store.deleteFrom('scan').where('runKey', '=', runKey).execute()
}

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

/** How far the scans of a run have come: the pages that were kept, by question; null for a scan that has ended. */
export type ScansSoFar = ReadonlyMap<string, readonly ScannedPage[] | null>

export async function readScans(store: Store, runKey: string): Promise<ScansSoFar> {
  const { rows } = await sql<{ question: string; hasEnded: boolean; pages: unknown }>`
    select question, ended_at is not null as has_ended, (
      select coalesce(jsonb_agg(page order by number), '[]') from scan_page
      where scan_page.run_key = scan.run_key and scan_page.question = scan.question
    ) as pages
    from scan where run_key = ${runKey}
  `.execute(store)
  return new Map(
    rows.map(({ question, hasEnded, pages }) => [
      question,
      hasEnded ? null : z.array(KeptPage).parse(pages),
    ]),
  )
}

/**
 * Reads a list from where an earlier attempt stopped, unless it was read to its end. `save` stores the content of a
 * page in the transaction that keeps the page. Call `endScans` afterwards.
 */
export async function keepScan<Row>(
  store: Store,
  { soFar, ...place }: ScanPlace & { readonly soFar: ScansSoFar },
  list: (scan: Scan<Row>) => Promise<void>,
  save: (tx: Store, rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  const before = soFar.get(place.question)
  if (before === null) return
  await list({
    before: before ?? [],
    async keep(rows, page, unreadableRows) {
      // An empty list, as most are, is asked again at the price of one call: less than keeping it each time.
      if (page.number === 0 && page.page?.rows.length === 0) return
      await inTransaction(store, async (tx) => {
        await save(tx, rows)
        await keepPage(tx, place, page, unreadableRows)
      })
    },
  })
}

/** In the transaction that stores the content of the page. Replaces a page that was kept under the same number. */
async function keepPage(
  tx: Store,
  { runKey, question }: ScanPlace,
  page: ScannedPage,
  unreadableRows: number,
): Promise<void> {
  await sql`
    with begun as (
      insert into scan (run_key, question) values (${runKey}, ${question}) on conflict do nothing
    )
    insert into scan_page (run_key, question, number, page)
    values (${runKey}, ${question}, ${page.number}, ${JSON.stringify(page)}::jsonb)
    on conflict (run_key, question, number) do update set page = excluded.page
  `.execute(tx)
  if (unreadableRows === 0) return
  await tx
    .updateTable('run')
    .set({ unreadableRows: sql`unreadable_rows + ${unreadableRows}` })
    .where('runKey', '=', runKey)
    .execute()
}

/** Of questions that were answered to their end. */
export async function endScans(
  store: Store,
  runKey: string,
  questions: readonly string[],
  at: Date,
): Promise<void> {
  if (questions.length === 0) return
  await sql`
    with dropped as (
      delete from scan_page where run_key = ${runKey} and question = any(${questions}::text[])
    )
    insert into scan (run_key, question, ended_at)
    select ${runKey}, question, ${at.toISOString()}::timestamptz
    from unnest(${questions}::text[]) as question
    on conflict (run_key, question) do update set ended_at = excluded.ended_at
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

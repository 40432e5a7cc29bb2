/**
 * How far a run has read ON24's paged lists. What a page says about webinars is stored in the same transaction. Of the
 * page itself only marks are kept, until the scan has ended; a later attempt continues from them.
 */
import { sql } from 'kysely'
import pLimit, { type LimitFunction } from 'p-limit'
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

/** What reads one list, and how its pages are stored. */
export interface ScanToKeep<Row> {
  readonly soFar: ScansSoFar
  readonly list: (scan: Scan<Row>) => Promise<void>
  /** Stores the content of pages in the transaction that keeps them. */
  readonly save: (tx: Store, rows: readonly Row[]) => Promise<void>
  /** Lists with the same limit are stored one after the other. Left out: this list waits for no other. */
  readonly inTurn?: LimitFunction
}

/**
 * Reads a list from where an earlier attempt stopped, unless it was read to its end. Pages that arrive while others are
 * being stored are stored together. Call `endScans` afterwards.
 */
export async function keepScan<Row>(
  store: Store,
  place: ScanPlace,
  { soFar, list, save, inTurn = pLimit(1) }: ScanToKeep<Row>,
): Promise<void> {
  const before = soFar.get(place.question)
  if (before === null) return
  const keepTogether = inBatches<Arrived<Row>>(inTurn, (batch) =>
    inTransaction(store, async (tx) => {
      await save(
        tx,
        batch.flatMap(({ rows }) => rows),
      )
      await keepPages(tx, place, batch)
    }),
  )
  await list({
    before: before ?? [],
    async keep(rows, page, unreadableRows) {
      // An empty list, as most are, is asked again at the price of one call: less than keeping it each time.
      if (page.number === 0 && page.page?.rows.length === 0) return
      await keepTogether({ rows, page, unreadableRows })
    },
  })
}

interface Arrived<Row> {
  readonly rows: readonly Row[]
  readonly page: ScannedPage
  readonly unreadableRows: number
}

/** One batch at a time: what arrives before its turn joins it, and all of it fails if it fails. */
function inBatches<Item>(
  inTurn: LimitFunction,
  save: (batch: readonly Item[]) => Promise<void>,
): (item: Item) => Promise<void> {
  let open: { readonly items: Item[]; readonly saved: Promise<void> } | null = null
  return (item) => {
    if (open === null) {
      const items: Item[] = []
      const saved = inTurn(() => {
        open = null
        return save(items)
      })
      open = { items, saved }
    }
    open.items.push(item)
    return open.saved
  }
}

/** In the transaction that stores the content of the pages. Replaces a page that was kept under the same number. */
async function keepPages(
  tx: Store,
  { runKey, question }: ScanPlace,
  batch: readonly Arrived<unknown>[],
): Promise<void> {
  const pages = JSON.stringify(batch.map(({ page }) => page))
  await sql`
    with begun as (
      insert into scan (run_key, question) values (${runKey}, ${question}) on conflict do nothing
    )
    insert into scan_page (run_key, question, number, page)
    select ${runKey}, ${question}, (page ->> 'number')::integer, page
    from jsonb_array_elements(${pages}::jsonb) as page
    on conflict (run_key, question, number) do update set page = excluded.page
  `.execute(tx)
  const unreadableRows = batch.reduce((sum, arrived) => sum + arrived.unreadableRows, 0)
  if (unreadableRows === 0) return
  await tx
    .updateTable('run')
    .set({ unreadableRows: sql`unreadable_rows + ${unreadableRows}` })
    .where('runKey', '=', runKey)
    .execute()
}

/** Of questions that were answered to their end. Does nothing if the run is gone, with its account. */
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
    where exists (select from run where run_key = ${runKey})
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

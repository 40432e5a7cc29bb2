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

/** The pages that were kept, in order; null if the scan has ended. */
async function beginScan(store: Store, place: ScanPlace): Promise<ScannedPage[] | null> {
  const { runKey, question } = place
  await store
    .insertInto('scan')
    .values({ runKey, question })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const scan = await store
    .selectFrom('scan')
    .select('endedAt')
    .where('runKey', '=', runKey)
    .where('question', '=', question)
    .executeTakeFirst()
  if (scan?.endedAt) return null
  const pages = await store
    .selectFrom('scanPage')
    .select('page')
    .where('runKey', '=', runKey)
    .where('question', '=', question)
    .orderBy('number')
    .execute()
  return pages.map(({ page }) => KeptPage.parse(page))
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
  await inTransaction(store, async (tx) => {
    await tx
      .updateTable('scan')
      .set({ endedAt: at })
      .where('runKey', '=', runKey)
      .where('question', '=', question)
      .execute()
    await tx
      .deleteFrom('scanPage')
      .where('runKey', '=', runKey)
      .where('question', '=', question)
      .execute()
  })
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

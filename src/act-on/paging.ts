/**
 * Reads all pages of a list that may change while it is read. Consecutive pages overlap by one row: if that row is
 * not where it was, rows moved and the scan may have missed some between two pages, so it starts again.
 */

export interface PageOf<Row> {
  readonly rows: readonly Row[]
  readonly totalCount: number | null
}

const MAX_SCANS = 3
const OVERLAP = 1

/**
 * Yields each row once, by its id, page by page. After MAX_SCANS scans during which rows moved, it ends with all the
 * rows that any of them saw.
 */
export async function* pageThrough<Row>(
  readPage: (offset: number) => Promise<PageOf<Row>>,
  idOf: (row: Row) => string,
): AsyncGenerator<readonly Row[], void> {
  const seen = new Set<string>()
  for (let scan = 1; scan <= MAX_SCANS; scan += 1) {
    const isComplete = yield* scanOnce(readPage, idOf, seen)
    if (isComplete) return
  }
}

async function* scanOnce<Row>(
  readPage: (offset: number) => Promise<PageOf<Row>>,
  idOf: (row: Row) => string,
  seen: Set<string>,
): AsyncGenerator<readonly Row[], boolean> {
  let offset = 0
  let expectedId: string | undefined
  let isSteady = true
  for (;;) {
    const { rows, totalCount } = await readPage(offset)
    if (expectedId !== undefined && firstId(rows, idOf) !== expectedId) isSteady = false

    const fresh = rows.filter((row) => !seen.has(idOf(row)))
    for (const row of fresh) seen.add(idOf(row))
    if (fresh.length > 0) yield fresh

    const end = offset + rows.length
    const isLast = totalCount === null ? rows.length <= OVERLAP : end >= totalCount
    if (isLast || rows.length === 0) return isSteady && seen.size >= (totalCount ?? 0)

    const last = rows.at(-1)
    const overlaps = rows.length > OVERLAP
    expectedId = overlaps && last !== undefined ? idOf(last) : undefined
    offset = overlaps ? end - OVERLAP : end
  }
}

function firstId<Row>(rows: readonly Row[], idOf: (row: Row) => string): string | undefined {
  const first = rows[0]
  return first === undefined ? undefined : idOf(first)
}

/** CSV for Act-On's uploads: every cell is quoted, so that no comma or line break shifts a column. */
import { setImmediate } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'

export type Rows = Iterable<readonly string[]> | AsyncIterable<readonly string[]>

/** Few enough for a step of less than a millisecond, after which other work has its turn. */
const ROWS_PER_STEP = 50

/** UTF-8 without a byte order mark, headings first. Throws RangeError for a row of another length: cells would shift. */
export async function csvOf(headings: readonly string[], rows: Rows): Promise<Buffer> {
  const written: Buffer[] = []
  let step: (readonly string[])[] = [headings]
  for await (const row of rows) {
    if (row.length !== headings.length) {
      throw new RangeError(
        `A row holds ${String(row.length)} cells for ${String(headings.length)} headings.`,
      )
    }
    step.push(row)
    if (step.length < ROWS_PER_STEP) continue
    written.push(linesOf(step))
    step = []
    await setImmediate()
  }
  return Buffer.concat([...written, linesOf(step)])
}

/** Synchronous: the library's stream takes twice the time. */
function linesOf(rows: (readonly string[])[]): Buffer {
  return Buffer.from(stringify(rows, { quoted: true, quoted_empty: true }))
}

/** Null if the text is not CSV, since the parser's error would quote it. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] | null {
  try {
    return parse(text, {
      bom: true,
      columns: true,
      relax_column_count: true,
      skip_empty_lines: true,
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return null
  }
}

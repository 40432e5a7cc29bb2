/** CSV for Act-On's uploads: every cell is quoted, so that no comma or line break shifts a column. */
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify'

export type Rows = Iterable<readonly string[]> | AsyncIterable<readonly string[]>

/** UTF-8 without a byte order mark, headings first. Throws RangeError for a row of another length: cells would shift. */
export async function csvOf(headings: readonly string[], rows: Rows): Promise<Buffer> {
  const csv = stringify({ quoted: true, quoted_empty: true })
  const source = Readable.from(withHeadings(headings, rows))
  return pipeline(source, csv, async (text: AsyncIterable<Buffer>) => buffer(text))
}

async function* withHeadings(headings: readonly string[], rows: Rows) {
  yield headings
  for await (const row of rows) {
    if (row.length !== headings.length) {
      throw new RangeError(
        `A row holds ${String(row.length)} cells for ${String(headings.length)} headings.`,
      )
    }
    yield row
  }
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

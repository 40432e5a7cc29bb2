/**
 * Parses an uploaded file exactly with the declared quote character and separator: a wrong declaration shifts cells,
 * as it does in Act-On. It never repairs a file.
 */
import { parse } from 'csv-parse/sync'
import type { FileFormat } from '../state/jobs.ts'

/** Returns lines of cells. Throws if the file cannot be parsed with the declared quote character. */
export function readCsv(text: string, format: FileFormat, lines?: number): string[][] {
  const separator = format.separator ?? sniffSeparator(text, format.quote)
  return parse(text, {
    delimiter: separator,
    // csv-parse documents null for no quoting, but only false switches it off.
    quote: format.quote ?? false,
    escape: format.quote ?? false,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    ...(lines === undefined ? {} : { to: lines }),
  })
}

const SEPARATORS = [',', ';', '\t']

function sniffSeparator(text: string, quote: FileFormat['quote']): string {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const unquoted =
    quote === null
      ? firstLine
      : firstLine.replaceAll(new RegExp(`${quote}[^${quote}]*${quote}`, 'g'), '')
  const countOf = (separator: string) => unquoted.split(separator).length
  return SEPARATORS.reduce((best, next) => (countOf(next) > countOf(best) ? next : best))
}

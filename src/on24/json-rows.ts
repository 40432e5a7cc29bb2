/**
 * The rows of one array in a JSON object, parsed while the bytes arrive: one row is in memory at a time,
 * however long the body. A body that ends too soon is an error, never a short list.
 */
import { JSONParser } from '@streamparser/json'
import { On24Unavailable, On24UnexpectedResponse } from './errors.ts'

/**
 * @param keys `rows` holds the array, and may be left out when it is empty. One of `envelope` must then be
 * there, since any JSON object would otherwise pass for an empty list.
 * @throws On24Unavailable when the body is not JSON or is cut, after the rows before that were given.
 */
export async function* jsonRows(
  endpoint: string,
  bytes: AsyncIterable<Buffer>,
  keys: { readonly rows: string; readonly envelope: readonly string[] },
): AsyncGenerator<unknown, void> {
  const paths = [`$.${keys.rows}.*`, ...keys.envelope.map((key) => `$.${key}`)]
  const parser = new JSONParser({ paths, keepStack: false, stringBufferSize: 64 * 1024 })
  let rows: unknown[] = []
  let isKnownObject = false
  parser.onValue = ({ stack, value }) => {
    isKnownObject = true
    if (stack.length > 1) rows.push(value)
  }
  for await (const chunk of bytes) {
    write(endpoint, parser, chunk)
    yield* rows
    rows = []
  }
  if (!parser.isEnded) throw new On24Unavailable(endpoint, 'TRUNCATED')
  if (!isKnownObject) throw new On24UnexpectedResponse(endpoint, `no ${keys.rows}`)
}

/** The parser's own errors quote the text they stumbled over. */
function write(endpoint: string, parser: JSONParser, chunk: Buffer): void {
  try {
    parser.write(chunk)
  } catch {
    throw new On24Unavailable(endpoint, 'NOT_JSON')
  }
}

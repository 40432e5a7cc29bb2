/**
 * Yields the rows of one array in a JSON object while the bytes arrive: one row is in memory at a time,
 * however long the body is. A truncated body is an error, never a short list.
 */
import { JSONParser, TokenizerError, TokenParserError, TokenType } from '@streamparser/json'
import { withoutRawControls } from '../../http/json-text.ts'
import { On24Unavailable, On24UnexpectedResponse } from '../errors.ts'

/**
 * Broken bytes and raw control characters damage the value that contains them, not the whole response.
 * @param keys `rows` is the key of the array, which ON24 may leave out when it is empty. One of `envelope` must
 * then be present, since any JSON object would otherwise pass for an empty list.
 * @throws On24Unavailable when the body is not JSON or is truncated, after the rows before that point were yielded;
 * On24UnexpectedResponse when `rows` holds something other than an array.
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
  const watch = watchRows(keys.rows)
  parser.onToken = ({ token, value }) => {
    watch.see(token, value)
  }
  for await (const text of textOf(bytes)) {
    write(endpoint, parser, text)
    if (watch.foundNoArray()) throw new On24UnexpectedResponse(endpoint, `${keys.rows} is no list`)
    yield* rows
    rows = []
  }
  if (!parser.isEnded) throw new On24Unavailable(endpoint, 'TRUNCATED')
  if (!isKnownObject) throw new On24UnexpectedResponse(endpoint, `no ${keys.rows}`)
}

async function* textOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of bytes) yield withoutRawControls(decoder.decode(chunk, { stream: true }))
  yield withoutRawControls(decoder.decode())
}

/** The parser's own errors quote the text that they could not parse, so they must not get out. */
function write(endpoint: string, parser: JSONParser, text: string): void {
  if (text === '') return
  try {
    parser.write(text)
  } catch (error) {
    if (!(error instanceof TokenizerError || error instanceof TokenParserError)) throw error
    throw new On24Unavailable(endpoint, 'NOT_JSON')
  }
}

/** Checks the value of `key` in the outermost object: anything but an array must not pass for an empty list. */
function watchRows(key: string) {
  let depth = 0
  let before: 'text' | 'key' | null = null
  let isOther = false
  return {
    see(token: TokenType, value: unknown) {
      if (before === 'key' && token !== TokenType.LEFT_BRACKET && token !== TokenType.NULL) {
        isOther = true
      }
      if (before === 'text' && token === TokenType.COLON) before = 'key'
      else before = depth === 1 && token === TokenType.STRING && value === key ? 'text' : null
      if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth += 1
      if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth -= 1
    },
    foundNoArray: () => isOther,
  }
}

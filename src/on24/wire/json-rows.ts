/**
 * Yields the rows of one array in a JSON object while the bytes arrive: only the rows of the bytes that came together are in
 * memory, however long the body is. A truncated body is an error, never a short list.
 */
import { JSONParser, TokenizerError, TokenParserError, TokenType } from '@streamparser/json'
import { parseJson, withoutRawControls } from '../../http/json-text.ts'
import { On24Unavailable, On24UnexpectedResponse } from '../errors.ts'
import { RowCutter } from './row-cutter.ts'

/** UTF-16 code units. A longer row goes through the parser, so that a row without an end does not fill the memory. */
const LONGEST_ROW = 1024 * 1024

interface Keys {
  readonly rows: string
  readonly envelope: readonly string[]
}

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
  keys: Keys,
): AsyncGenerator<unknown, void> {
  const rows = new RowParser(endpoint, keys)
  for await (const text of textOf(bytes)) yield* rows.write(text)
  rows.end()
}

/** JSON.parse reads the rows, which takes a quarter of the time. The streaming parser reads the rest, with `{}` for each. */
class RowParser {
  readonly #endpoint: string
  readonly #rowsKey: string
  readonly #parser: JSONParser
  readonly #cutter: RowCutter
  readonly #watch: RowsWatch
  #rows: unknown[] = []
  /** The row in whose place the parser gets `{}`. */
  #cutRow: unknown
  #isKnownObject = false

  constructor(endpoint: string, keys: Keys) {
    this.#endpoint = endpoint
    this.#rowsKey = keys.rows
    const paths = [`$.${keys.rows}.*`, ...keys.envelope.map((key) => `$.${key}`)]
    this.#parser = new JSONParser({ paths, keepStack: false, stringBufferSize: 64 * 1024 })
    this.#parser.onValue = ({ stack, value }) => {
      this.#isKnownObject = true
      if (stack.length > 1) this.#rows.push(this.#cutRow ?? value)
    }
    const watch = watchRows(keys.rows)
    this.#watch = watch
    this.#parser.onToken = ({ token, value }) => {
      watch.see(token, value)
    }
    this.#cutter = new RowCutter(LONGEST_ROW, {
      row: (text) => {
        this.#readRow(text)
      },
      rest: (text) => {
        this.#readRest(withoutRawControls(text))
      },
    })
  }

  write(text: string): unknown[] {
    this.#rows = []
    this.#cutter.write(text)
    if (this.#watch.foundNoArray()) {
      throw new On24UnexpectedResponse(this.#endpoint, `${this.#rowsKey} is no list`)
    }
    return this.#rows
  }

  end(): void {
    this.#cutter.end()
    if (!this.#parser.isEnded) throw new On24Unavailable(this.#endpoint, 'TRUNCATED')
    if (!this.#isKnownObject) {
      throw new On24UnexpectedResponse(this.#endpoint, `no ${this.#rowsKey}`)
    }
  }

  #readRow(text: string): void {
    const row = parseJson(text)
    if (!row.ok) throw new On24Unavailable(this.#endpoint, 'NOT_JSON')
    this.#cutRow = row.value
    this.#readRest('{}')
    this.#cutRow = undefined
  }

  /** The parser's own errors quote the text that they could not parse, so they must not get out. */
  #readRest(text: string): void {
    try {
      this.#parser.write(text)
    } catch (error) {
      if (!(error instanceof TokenizerError || error instanceof TokenParserError)) throw error
      throw new On24Unavailable(this.#endpoint, 'NOT_JSON')
    }
  }
}

async function* textOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

type RowsWatch = ReturnType<typeof watchRows>

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

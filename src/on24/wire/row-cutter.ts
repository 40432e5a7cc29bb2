/**
 * Finds the rows in a JSON text by its brackets and quotes alone, so that JSON.parse can read each of them: it is many
 * times faster than a parser that works on a stream. Whether the text is JSON is for such parsers to judge.
 */

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LEFT_BRACE = 0x7b
const RIGHT_BRACE = 0x7d
const LEFT_BRACKET = 0x5b
const RIGHT_BRACKET = 0x5d

/** Rows are the objects within an array within the outermost object: two brackets are open around them. */
const DEPTH_OF_ROWS = 2

export interface CutText {
  /** A whole row. */
  readonly row: (text: string) => void
  /** Everything else, in its place between the rows. */
  readonly rest: (text: string) => void
}

export class RowCutter {
  readonly #cut: CutText
  readonly #longest: number
  #depth = 0
  /** Where the next text continues a string that has not ended; null outside a string. */
  #inString: number | null = null
  /** What has come of a row that has not ended; null outside a row. */
  #begun: string | null = null

  /** @param longest UTF-16 code units: a row that is longer is not kept here but given in pieces, as part of the rest. */
  constructor(longest: number, cut: CutText) {
    this.#longest = longest
    this.#cut = cut
  }

  write(text: string): void {
    if (text === '') return
    let start = 0
    let at = this.#inString === null ? 0 : endOfString(text, this.#inString) + 1
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) {
        at = endOfString(text, at + 1)
      } else if (code === LEFT_BRACE || code === LEFT_BRACKET) {
        if (this.#depth === DEPTH_OF_ROWS && code === LEFT_BRACE) {
          this.#give(text.slice(start, at))
          this.#begun = ''
          start = at
        }
        this.#depth += 1
      } else if (code === RIGHT_BRACE || code === RIGHT_BRACKET) {
        this.#depth -= 1
        if (this.#depth === DEPTH_OF_ROWS && this.#begun !== null) {
          this.#cut.row(this.#begun + text.slice(start, at + 1))
          this.#begun = null
          start = at + 1
        }
      }
    }
    this.#inString = at > text.length ? at - text.length - 1 : null
    if (this.#begun === null) this.#give(text.slice(start))
    else this.#begun += text.slice(start)
    if (this.#begun !== null && this.#begun.length > this.#longest) this.end()
  }

  /** Gives what has come of an unfinished row as part of the rest. */
  end(): void {
    this.#give(this.#begun ?? '')
    this.#begun = null
  }

  #give(rest: string): void {
    if (rest !== '') this.#cut.rest(rest)
  }
}

/**
 * The position of the quote that ends a string. If it is not in this text: the text's length, or one more if the text
 * ends in a backslash, which makes a quote at the beginning of the next text part of the string.
 */
function endOfString(text: string, from: number): number {
  let at = from
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    if (code === BACKSLASH) at += 1
  }
  return at
}

/** What made-up names, addresses and secrets carry, so that a search finds them where they must not be. */

export interface Mark {
  /** In names and secrets; empty: none. */
  readonly word: string
  /** The same as it stands in addresses and user names, which are in lower case. */
  readonly inAddress: string
  /** The text with the mark behind it, and the number behind the mark; without a mark just the text. */
  after(text: string, number?: number): string
}

export function createMark(word: string): Mark {
  return {
    word,
    inAddress: word.toLowerCase(),
    after: (text, number) => (word === '' ? text : `${text} ${word}${number ?? ''}`),
  }
}

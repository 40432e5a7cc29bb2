/** A text in made-up names, addresses and secrets, so that a search finds them where they must not be. */

export interface Mark {
  /** The mark in names and secrets; empty: none. */
  readonly word: string
  /** The mark in addresses and user names, which are in lower case. */
  readonly inAddress: string
  /** Appends the mark and the number to the text; without a mark, returns just the text. */
  after(text: string, number?: number): string
}

export function createMark(word: string): Mark {
  return {
    word,
    inAddress: word.toLowerCase(),
    after: (text, number) => (word === '' ? text : `${text} ${word}${number ?? ''}`),
  }
}

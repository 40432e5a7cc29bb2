/** A column as declared at the creation of an Act-On list. `columnType` is absent where Act-On has none. */
export interface ListColumn {
  readonly heading: string
  readonly columnType?: string
}

/** The cells of one contact by heading. An empty string means no value. */
export type Cells = Readonly<Record<string, string>>

/** A column as it is declared when an Act-On list is made. `columnType` is left out where Act-On has none. */
export interface ListColumn {
  readonly heading: string
  readonly columnType?: string
}

/** The cells of one contact by heading. An empty string means that there is no value. */
export type Cells = Readonly<Record<string, string>>

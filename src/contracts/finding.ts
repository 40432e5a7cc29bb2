/** What a comparison of Act-On with ON24 finds. */

/**
 * `missing`: no row for a written person, also if a user deleted it. `extra`: a row with the ON24 Registrant ID of a
 * registration of this webinar, which should not be there. `duplicate`: a further row with the same address and registrant id. `different`: cells
 * differ, and ON24 has changed the row since Act-On confirmed it. `userEdited`: cells differ, and ON24 has not. The
 * others concern a whole list: it was deleted, it is no longer in the account's folder, or one of our columns is gone.
 */
export const ROW_FINDING_KINDS = [
  'missing',
  'extra',
  'duplicate',
  'different',
  'userEdited',
] as const
export const FINDING_KINDS = [
  ...ROW_FINDING_KINDS,
  'listGone',
  'listMoved',
  'columnMissing',
] as const

export type FindingKind = (typeof FINDING_KINDS)[number]
/** About the row of one registration. */
export type RowFindingKind = (typeof ROW_FINDING_KINDS)[number]

/** Without values: no personal data. */
export interface NewFinding {
  readonly kind: FindingKind
  /** Null for a finding about the whole list. */
  readonly registrantId: string | null
  /** Our headings of the cells that differ, or of the columns that are gone. */
  readonly columns: readonly string[]
  /** Act-On's id of a row that should not be there. */
  readonly recordId?: string
  /** An upsert by address could miss the person's row: it is at another address, or has others beside it. */
  readonly isMissedByUpsert?: true
  /** Never stored. */
  readonly unknownRow?: UnknownRow
}

/** A row of ours of which the store does not know, because it was written after the backup that was restored. */
export interface UnknownRow {
  readonly registrantId: string
  readonly email: string
  /** A bit for each column of the field table whose cell is ours to clear. */
  readonly cellsMask: number
  readonly attended: boolean
}

/** What the newest comparison of a list found of one registration. */
export interface LatestComparison {
  readonly comparedAt: Date
  /** A user had deleted the list. */
  readonly isListGone: boolean
  /** False: the list had lost a column without which its rows cannot be told apart. */
  readonly areRowsKnown: boolean
  readonly findings: readonly {
    readonly kind: RowFindingKind
    readonly columns: readonly string[]
    readonly repairedAt: Date | null
  }[]
}

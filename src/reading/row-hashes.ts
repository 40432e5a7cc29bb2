/** What is stored of a row's content, to compare it with another: keyed hashes and flags, no personal data. */
export interface RowHashes {
  readonly registrantId: string
  readonly addressHash: string
  readonly registrationHash: string
  readonly activityHash: string
  /** A bit for each column of the field table that was written. */
  readonly cellsMask: number
  readonly attended: boolean
}

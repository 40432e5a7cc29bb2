/** What is kept of a row's content: keyed hashes and marks, by which two contents are compared. No personal data. */
export interface RowHashes {
  readonly registrantId: string
  readonly addressHash: string
  readonly registrationHash: string
  readonly activityHash: string
  /** A bit for each column of the field table that was written. */
  readonly cellsMask: number
  readonly attended: boolean
}

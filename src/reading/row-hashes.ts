/** What is stored of a row's content, to compare it with another: keyed hashes and flags, no personal data. */
import type { CellGroup } from '../contracts/journal.ts'

/** Stands where a hash is required for content that is unknown, or for none. */
export const NO_HASH = '0'

export interface RowHashes {
  readonly registrantId: string
  readonly addressHash: string
  readonly registrationHash: string
  readonly activityHash: string
  /** A bit for each column of the field table that was written. */
  readonly cellsMask: number
  readonly attended: boolean
}

export type ContentHashes = Pick<RowHashes, 'addressHash' | 'registrationHash' | 'activityHash'>

export function equalHashes(row: RowHashes, hashes: ContentHashes): boolean {
  return (
    row.addressHash === hashes.addressHash &&
    row.registrationHash === hashes.registrationHash &&
    row.activityHash === hashes.activityHash
  )
}

/** A row that was never written is all new. A group whose content in the list is unknown does not count as changed. */
export function changedGroups(written: RowHashes | undefined, hashes: ContentHashes): CellGroup[] {
  if (written === undefined) return ['address', 'registration', 'activity']
  const differs = (known: string, now: string) => known !== NO_HASH && known !== now
  const changed: CellGroup[] = written.addressHash === hashes.addressHash ? [] : ['address']
  if (differs(written.registrationHash, hashes.registrationHash)) changed.push('registration')
  if (differs(written.activityHash, hashes.activityHash)) changed.push('activity')
  return changed
}

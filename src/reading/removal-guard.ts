/** When removals are suspiciously many: ON24 may be wrong, and a removal is for good. Pure. */
const GUARDED_LIST_SIZE = 100
const GUARDED_SHARE = 0.3

/** @param contacts how many rows of the list Act-On has confirmed. */
export function tooManyRemovals(removals: number, contacts: number): boolean {
  return contacts > GUARDED_LIST_SIZE && removals > contacts * GUARDED_SHARE
}

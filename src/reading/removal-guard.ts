/** When removals are suspiciously many: ON24 may be wrong, and a removal cannot be undone. Pure. */

/** Smaller lists are not guarded. */
const GUARDED_LIST_SIZE = 100
/** The largest share of a list that is removed without an operator's decision. */
const GUARDED_SHARE = 0.3

/** @param contacts how many rows of the list Act-On has confirmed. */
export function tooManyRemovals(removals: number, contacts: number): boolean {
  return contacts > GUARDED_LIST_SIZE && removals > contacts * GUARDED_SHARE
}

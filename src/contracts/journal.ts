/** The journal of what happened to each registration: which cells changed, what was decided, what came of it. */

/** Which part of a contact changed. A changed address also changes the registration cells, which contain it. */
export const CELL_GROUPS = ['address', 'registration', 'activity'] as const
export type CellGroup = (typeof CELL_GROUPS)[number]

/** Bit n stands for the group n of `CELL_GROUPS`. */
export function maskOfGroups(groups: readonly CellGroup[]): number {
  return groups.reduce((mask, group) => mask | (1 << CELL_GROUPS.indexOf(group)), 0)
}

export function groupsOfMask(mask: number): CellGroup[] {
  return CELL_GROUPS.filter((_, position) => (mask & (1 << position)) !== 0)
}

/**
 * `write`: the row is to be in the list as ON24 has it. `move`: the same, and the row is at another address. `remove`:
 * the row is to be deleted. `leaveOut`: the registration is not written. `keep`: its row stays, although ON24 reports
 * the registration as gone. `compare`: the list was compared with ON24.
 */
export const JOURNAL_DECISIONS = ['write', 'move', 'remove', 'leaveOut', 'keep', 'compare'] as const
export type JournalDecision = (typeof JOURNAL_DECISIONS)[number]

/**
 * What came of a decision. `written`, `removed`: Act-On confirmed it. `rejected`: the row could not be written.
 * `replaced`: ON24 changed the registration again before the decision was carried out. `overtaken`: the row belongs to
 * another registration with the same address now. `leftOut`, `kept`: nothing was to be done. `expired`, `excluded`,
 * `dropped`: it was not carried out, because of its age, because an operator excluded the webinar, or because an operator
 * dropped the held removal. `listGone`: a user deleted the list, and the row with it. `rebuilt`: an operator asked for
 * the list to be written again. The others are findings of a comparison.
 */
export const JOURNAL_OUTCOMES = [
  'written',
  'removed',
  'rejected',
  'replaced',
  'overtaken',
  'leftOut',
  'kept',
  'expired',
  'excluded',
  'dropped',
  'listGone',
  'rebuilt',
  'missing',
  'extra',
  'duplicate',
  'different',
  'userEdited',
] as const
export type JournalOutcome = (typeof JOURNAL_OUTCOMES)[number]

/**
 * Why a row is written again although ON24 may not have changed it. `missing`, `userEdited`: a repair found it so.
 * `rebuilt`: an operator had the list rebuilt. `openUpload`: an upload that was not settled may have written older content.
 */
export type RewriteReason = 'missing' | 'userEdited' | 'rebuilt' | 'openUpload'

/**
 * A reason to abort a signal that lets a call under way end: it may have an effect already, and its answer says
 * which. Nothing new begins: no further call, no further wait.
 */
export abstract class SoftStop extends Error {}

/** So long a call may still take. Whoever asked for the stop is told that it takes 15 seconds at most. */
export const LONGEST_LAST_CALL_MS = 8_000

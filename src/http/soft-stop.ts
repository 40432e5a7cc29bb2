/**
 * An abort reason that lets a call under way finish: it may already have taken effect, and its response shows which
 * effect. Nothing new starts: no further call, no further wait.
 */
export abstract class SoftStop extends Error {}

/** How long a call under way may still take. Operators are told that a pause takes at most 15 seconds. */
export const SOFT_STOP_GRACE_MS = 8_000

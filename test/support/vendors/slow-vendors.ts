/**
 * Vendors as slow as they can be: with SLOW_VENDORS=1 each call takes up to 10 seconds and each merge job up to 120, at
 * random; 0.1 is a tenth of that. Without it they are fast, so that a test run does not wait for them.
 */
import type { Sandbox } from '../../../sandbox/sandbox.ts'

const MOST_CALL_MS = 10_000
const MOST_JOB_MS = 120_000

const SHARE = Number(process.env['SLOW_VENDORS'] ?? 0)

/** While a slow vendor answers, more work comes together, so that a run makes fewer calls of a kind. */
export const ARE_SLOW = SHARE > 0

/** Does nothing unless SLOW_VENDORS is set. */
export function slowDown({ on24, actOn }: Pick<Sandbox, 'on24' | 'actOn'>): void {
  if (SHARE === 0) return
  on24.knobs.callMs = [0, MOST_CALL_MS * SHARE]
  actOn.knobs.callMs = [0, MOST_CALL_MS * SHARE]
  actOn.knobs.jobMinMs = [0, MOST_JOB_MS * SHARE]
}

/** How long a test waits for something that takes no longer than `ms` with fast vendors. */
export function patienceMs(ms: number): number {
  return SHARE === 0 ? ms : ms + SHARE * 20 * 60_000
}

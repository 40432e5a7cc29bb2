/** All accounts together, as page, API and command show them. */
import { RUN_OUTCOMES } from './run.ts'

/** What became of an account's run of a slot: its outcome, or that it still runs, or that it has not begun. */
export const SLOT_RESULTS = [...RUN_OUTCOMES, 'running', 'notBegun'] as const
export type SlotResult = (typeof SLOT_RESULTS)[number]

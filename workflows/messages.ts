/** Signals and queries of the workflows. Operators use the names in the Temporal UI, so they never change. */
import { defineQuery, defineSignal } from '@temporalio/workflow'
import type { AccountStatus, RunEnded } from '../src/contracts/operations.ts'
import { SIGNALS } from '../src/contracts/temporal-names.ts'

/** From operators to a controller. The payload may be typed by hand: the handler checks it. */
export const pause = defineSignal<[payload?: unknown]>(SIGNALS.pause)
export const resume = defineSignal<[payload?: unknown]>(SIGNALS.resume)
export const syncNow = defineSignal<[payload?: unknown]>(SIGNALS.syncNow)
export const backfill = defineSignal<[payload?: unknown]>(SIGNALS.backfill)

/** From every run to its controller at its end. */
export const runEnded = defineSignal<[RunEnded]>(SIGNALS.runEnded)

/** To open runs and backfills, without a payload: the account was paused or resumed. */
export const pauseWork = defineSignal(SIGNALS.pauseWork)
export const resumeWork = defineSignal(SIGNALS.resumeWork)

/** From the activity that reads to its run: rows to deliver have been stored. */
export const rowsToDeliver = defineSignal(SIGNALS.rowsToDeliver)

export const status = defineQuery<AccountStatus>('status')

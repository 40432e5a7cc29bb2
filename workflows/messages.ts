/** Signals and queries of the workflows. Names are for the Temporal UI too, so they do not change. */
import { defineQuery, defineSignal } from '@temporalio/workflow'
import type { AccountStatus, RunEnded } from '../src/contracts/operations.ts'
import { SIGNALS } from '../src/contracts/temporal-names.ts'

/** What operators send to a controller. A payload is whatever somebody typed: the handler checks it. */
export const pause = defineSignal<[payload?: unknown]>(SIGNALS.pause)
export const resume = defineSignal<[payload?: unknown]>(SIGNALS.resume)
export const syncNow = defineSignal<[payload?: unknown]>(SIGNALS.syncNow)
export const backfill = defineSignal<[payload?: unknown]>(SIGNALS.backfill)

/** From every run at its end. */
export const runEnded = defineSignal<[RunEnded]>(SIGNALS.runEnded)

/** To runs and backfills at work, without a payload: the account was paused, or goes on. */
export const pauseWork = defineSignal(SIGNALS.pauseWork)
export const resumeWork = defineSignal(SIGNALS.resumeWork)

export const status = defineQuery<AccountStatus>('status')

import {
  continueAsNew,
  isCancellation,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { SIGNALS } from '../src/contracts/temporal-names.ts'
import { keepAliveLoop, executeLoop, renewLoop, storeLoop, probeLoop } from './controller-loops.ts'
import { ControllerMemory, type KeptMemory } from './controller-memory.ts'
import { DAY_MS } from './daily-renewal.ts'
import * as messages from './messages.ts'
import { isOperation } from './read-request.ts'
import { readRunEnded } from './read-run-ended.ts'

export interface AccountInput {
  readonly on24ClientId: string
  readonly quotaProbeSeconds: number
  /** Left out: a day. Tests shorten it. */
  readonly dayMs?: number
  /** Set only by the controller itself when it continues as new. */
  readonly continued?: KeptMemory
}

const UNKNOWN = 'This signal is unknown. Send pause, resume, syncNow or backfill.'

/**
 * The controller of an account: one per linked account, always open, with a fixed id. Since runs come and go, signals
 * to an account are sent here: operators' requests and ends of runs. Handlers only note them; the loops act on them.
 */
export async function account(input: AccountInput): Promise<never> {
  const { on24ClientId, quotaProbeSeconds, dayMs = DAY_MS, continued } = input
  const memory = new ControllerMemory(workflowInfo().firstExecutionRunId, continued)

  const hear = (signal: string, payload: unknown) => {
    memory.queue.countSignal()
    if (isOperation(signal)) return memory.queue.enqueue(signal, payload, Date.now())
    if (signal !== SIGNALS.runEnded) return refuse(signal, UNKNOWN)
    const ended = readRunEnded(payload)
    if (ended === null) refuse(signal, 'Only runs send it.')
    else memory.noteRunEnd(ended)
  }
  const refuse = (signal: string, detail: string) => {
    memory.queue.refuse(signal, detail, Date.now())
  }
  // Set this one first: a handler for one name would receive its buffered signals before earlier ones of other names.
  setDefaultSignalHandler(hear)
  // The Temporal UI offers signals that have a handler for their name.
  for (const signal of [messages.pause, messages.resume, messages.syncNow, messages.backfill]) {
    setHandler(signal, (payload) => {
      hear(signal.name, payload)
    })
  }
  setHandler(messages.status, () => memory.status)

  let haveEnded = false
  const loops = Promise.all([
    probeLoop(memory, on24ClientId, quotaProbeSeconds),
    keepAliveLoop(memory, on24ClientId),
    executeLoop(memory, on24ClientId),
    renewLoop(memory, on24ClientId, dayMs),
  ]).finally(() => {
    haveEnded = true
  })
  const storing = storeLoop(memory, on24ClientId, () => haveEnded)
  // A controller is always open: after Temporal's Cancel it continues as new, with its queue.
  await Promise.all([loops, storing]).catch((error: unknown) => {
    if (!(error instanceof Error && isCancellation(error))) throw error
  })
  return continueAsNew<typeof account>({ ...input, continued: memory.kept })
}

import {
  continueAsNew,
  isCancellation,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { SIGNALS } from '../src/contracts/temporal-names.ts'
import { lookAfterLink, operateInOrder, storeInOrder, waitForQuota } from './account-lanes.ts'
import { AccountMemory, type KeptMemory } from './account-memory.ts'
import * as messages from './messages.ts'
import { isOperation } from './read-request.ts'
import { readRunEnded } from './read-run-ended.ts'

export interface AccountInput {
  readonly on24ClientId: string
  readonly quotaProbeSeconds: number
  /** Only set by the controller itself, when it continues as new. */
  readonly continued?: KeptMemory
}

const UNKNOWN = 'It is not known. Send pause, resume, syncNow or backfill.'

/**
 * The controller of an account: one per linked account, always open, under a fixed id. Runs come and go, so
 * whatever must be said to an account is said here: what operators ask, and how a run ended. Handlers only note it;
 * the lanes do it.
 */
export async function account(input: AccountInput): Promise<never> {
  const { on24ClientId, quotaProbeSeconds, continued } = input
  const memory = new AccountMemory(workflowInfo().firstExecutionRunId, continued)

  const hear = (signal: string, payload: unknown) => {
    memory.asked.hear()
    if (isOperation(signal)) return memory.asked.ask(signal, payload, Date.now())
    if (signal !== SIGNALS.runEnded) return refuse(signal, UNKNOWN)
    const ended = readRunEnded(payload)
    if (ended === null) refuse(signal, 'Only runs send it.')
    else memory.runHasEnded(ended)
  }
  const refuse = (signal: string, detail: string) => {
    memory.asked.refuse(signal, detail, Date.now())
  }
  // First: of signals that came before the first task, a handler of one name would hear its own before all others.
  setDefaultSignalHandler(hear)
  // The Temporal UI offers those that have a handler of their name.
  for (const signal of [messages.pause, messages.resume, messages.syncNow, messages.backfill]) {
    setHandler(signal, (payload) => {
      hear(signal.name, payload)
    })
  }
  setHandler(messages.status, () => memory.status)

  let haveEnded = false
  const lanes = Promise.all([
    waitForQuota(memory, on24ClientId, quotaProbeSeconds),
    lookAfterLink(memory, on24ClientId),
    operateInOrder(memory, on24ClientId),
  ]).finally(() => {
    haveEnded = true
  })
  const storing = storeInOrder(memory, on24ClientId, () => haveEnded)
  // It is always open: Temporal's Cancel makes it begin anew, with all that it was asked.
  await Promise.all([lanes, storing]).catch((error: unknown) => {
    if (!(error instanceof Error && isCancellation(error))) throw error
  })
  return continueAsNew<typeof account>({ on24ClientId, quotaProbeSeconds, continued: memory.kept })
}

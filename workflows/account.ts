import { continueAsNew, setDefaultSignalHandler, setHandler } from '@temporalio/workflow'
import type { Operation } from '../src/contracts/operating.ts'
import { lookAfterLink, operateInOrder, waitForQuota } from './account-lanes.ts'
import { AccountMemory, type KeptMemory } from './account-memory.ts'
import * as messages from './messages.ts'
import { readRunEnded } from './read-run-ended.ts'

export interface AccountInput {
  readonly on24ClientId: string
  readonly quotaProbeSeconds: number
  /** Only set by the controller itself, when it continues as new. */
  readonly continued?: KeptMemory
}

/**
 * The controller of an account: one per linked account, always open, under a fixed id. Runs come and go, so
 * whatever must be said to an account is said here: what operators ask, and how a run ended. Handlers only note it;
 * the lanes do it.
 */
export async function account(input: AccountInput): Promise<never> {
  const { on24ClientId, quotaProbeSeconds, continued } = input
  const memory = new AccountMemory(continued)

  const hear = (signal: Operation['signal']) => (payload?: unknown) => {
    memory.asked.ask(signal, payload, Date.now())
  }
  const refuse = (signal: string, detail: string) => {
    memory.asked.refuse(signal, detail, Date.now())
  }
  setHandler(messages.pause, hear('pause'))
  setHandler(messages.resume, hear('resume'))
  setHandler(messages.syncNow, hear('syncNow'))
  setHandler(messages.backfill, hear('backfill'))
  setHandler(messages.followSchedule, hear('followSchedule'))
  setHandler(messages.runEnded, (payload) => {
    const ended = readRunEnded(payload)
    if (ended === null) refuse(messages.runEnded.name, 'Only runs send it.')
    else memory.runHasEnded(ended)
  })
  setDefaultSignalHandler((signal) => {
    refuse(signal, 'It is not known. Send pause, resume, syncNow or backfill.')
  })
  setHandler(messages.status, () => memory.status)

  await Promise.all([
    waitForQuota(memory, on24ClientId, quotaProbeSeconds),
    lookAfterLink(memory, on24ClientId),
    operateInOrder(memory, on24ClientId),
  ])
  return continueAsNew<typeof account>({ on24ClientId, quotaProbeSeconds, continued: memory.kept })
}

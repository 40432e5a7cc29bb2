/** The lanes of a controller. None waits for another; each ends when the controller is to continue as new. */
import { ActivityFailure, condition, log, workflowInfo } from '@temporalio/workflow'
import type { ProbeAnswer } from '../src/contracts/operations.ts'
import type { AccountMemory } from './account-memory.ts'
import { callActivity } from './activities.ts'
import type { Asked } from './asked-operations.ts'

/** Until an activity has said otherwise, and after one that did not answer. */
const KEEP_ALIVE_SECONDS = 24 * 60 * 60

const isOver = () => workflowInfo().continueAsNewSuggested

/** While Act-On's quota is used up, asks now and then whether calls go through again. */
export async function waitForQuota(
  memory: AccountMemory,
  on24ClientId: string,
  probeSeconds: number,
): Promise<void> {
  for (;;) {
    await condition(() => memory.waitsForQuota || isOver())
    if (isOver()) return
    if (!(await itIsTimeToAsk(memory, probeSeconds))) continue
    const timesBefore = memory.timesStopped
    const answer = await askActOn(on24ClientId)
    // A run that was stopped while Act-On was asked knows better than the answer.
    if (memory.timesStopped !== timesBefore) continue
    memory.askIn(answer?.probeInSeconds ?? null)
    if (answer === null) continue
    memory.waitsForQuota = !answer.goesOn
    memory.learn(answer.standing)
  }
}

/** False when there is nothing to ask any more, or something new was learnt of when to ask. */
async function itIsTimeToAsk(memory: AccountMemory, probeSeconds: number): Promise<boolean> {
  const timesBefore = memory.timesStopped
  const waitMs = memory.probeAt === null ? probeSeconds * 1000 : memory.probeAt - Date.now()
  const isOther = () => !memory.waitsForQuota || isOver() || memory.timesStopped !== timesBefore
  return waitMs <= 0 || !(await condition(isOther, waitMs))
}

/** Once a day, or as often as it is told. */
export async function lookAfterLink(memory: AccountMemory, on24ClientId: string): Promise<void> {
  let seconds = KEEP_ALIVE_SECONDS
  for (;;) {
    const waitMs = memory.keepAliveAt - Date.now()
    if (waitMs > 0) await condition(isOver, waitMs)
    if (isOver()) return
    seconds = (await keepAlive(memory, on24ClientId)) ?? seconds
    memory.keepAliveAt = Date.now() + seconds * 1000
  }
}

/**
 * What operators ask is stored in its order, as soon as it is heard: a pause holds the account from then on. It goes on
 * until the other lanes have ended, for they may have an activity to wait for.
 */
export async function storeInOrder(
  memory: AccountMemory,
  on24ClientId: string,
  othersHaveEnded: () => boolean,
): Promise<void> {
  const { asked } = memory
  for (;;) {
    await condition(() => asked.nextToStore !== undefined || othersHaveEnded())
    const next = asked.nextToStore
    if (next === undefined || othersHaveEnded()) return
    const { operation, auditId, sentAs } = next
    if (operation.signal === 'followSchedule') continue
    const input = { on24ClientId, operation, auditId, sentAs }
    const stored = await callActivity('storeOperation', `storing ${operation.signal}`, input)
    asked.store(next, stored.auditId)
  }
}

/** What operators ask is carried out in its order, one after the other. */
export async function operateInOrder(memory: AccountMemory, on24ClientId: string): Promise<void> {
  const { asked } = memory
  for (;;) {
    await condition(() => asked.next !== undefined || isOver())
    if (isOver() || asked.next === undefined) return
    await carryOut(memory, on24ClientId, asked.next)
  }
}

/** Null when the probe failed, which says nothing: the next one comes in its time. */
async function askActOn(on24ClientId: string): Promise<ProbeAnswer | null> {
  try {
    const summary = 'asking whether Act-On takes calls again'
    return await callActivity('probeActOn', summary, { on24ClientId })
  } catch {
    log.warn('The probe of Act-On failed', { on24ClientId })
    return null
  }
}

/** How many seconds until the next time; null when it failed, and is tried again in its time. */
async function keepAlive(memory: AccountMemory, on24ClientId: string): Promise<number | null> {
  try {
    const summary = 'looking after the link'
    const { againInSeconds, standing } = await callActivity('keepLinkAlive', summary, {
      on24ClientId,
    })
    if (standing !== undefined) memory.learn(standing)
    return againInSeconds
  } catch (error) {
    log.warn('The link could not be looked after', { on24ClientId, reason: reasonOf(error) })
    return null
  }
}

async function carryOut(memory: AccountMemory, on24ClientId: string, asked: Asked): Promise<void> {
  const { operation, auditId } = asked
  try {
    const input = { on24ClientId, operation, auditId }
    const operated = await callActivity('operate', operation.signal, input)
    memory.asked.settle(asked, operated)
    memory.learn(operated.standing)
  } catch (error) {
    const reason = reasonOf(error)
    log.warn('An operation failed', { on24ClientId, signal: operation.signal, reason })
    const detail = `It did not go through yet: ${reason ?? 'unknown'} ${GOES_ON}`
    memory.asked.settle(asked, { result: 'waiting', detail })
  }
}

const GOES_ON = 'It is tried again every half minute; the audit trail tells its end.'

function reasonOf(error: unknown): string | undefined {
  return error instanceof ActivityFailure ? error.cause?.message : undefined
}

/**
 * The loops of a controller. They run independently; each ends when the controller is to continue as new: once a day,
 * or sooner if Temporal suggests it.
 */
import { ActivityFailure, condition, log, patched, workflowInfo } from '@temporalio/workflow'
import type { ProbeAnswer } from '../src/contracts/operations.ts'
import type { ControllerMemory } from './controller-memory.ts'
import { callActivity } from './activities.ts'
import { nextRenewal } from './daily-renewal.ts'
import type { QueuedSignal } from './signal-queue.ts'

/** Used until an activity returns another interval. */
const KEEP_ALIVE_SECONDS = 24 * 60 * 60

const isOver = (memory: ControllerMemory) =>
  memory.isToRenew || workflowInfo().continueAsNewSuggested

/**
 * Once a day, as soon as no activity is open, has all loops end. Signals that were received are all in the queue by
 * then, because every handler runs before a loop does; Temporal refuses to end a run that has not received one.
 */
export async function renewLoop(
  memory: ControllerMemory,
  on24ClientId: string,
  dayMs: number,
): Promise<void> {
  // A controller that an earlier release opened begins with this when something wakes it next: its history has no timer
  // for it. `patched` is false only while such a history is replayed.
  await condition(() => isOver(memory) || patched('continues as new daily'))
  if (isOver(memory)) return
  const now = Date.now()
  const startedAt = workflowInfo().runStartTime.getTime()
  const dueAt = nextRenewal(on24ClientId, { startedAt, now, dayMs })
  await condition(() => isOver(memory), dueAt - now)
  await condition(() => isOver(memory) || !memory.hasOpenActivities)
  memory.isToRenew = true
}

/** While Act-On's quota is used up, probes periodically whether it accepts calls again. */
export async function probeLoop(
  memory: ControllerMemory,
  on24ClientId: string,
  probeSeconds: number,
): Promise<void> {
  for (;;) {
    await condition(() => memory.waitsForQuota || isOver(memory))
    if (isOver(memory)) return
    if (!(await waitForProbeTime(memory, probeSeconds))) continue
    const timesBefore = memory.timesStopped
    const answer = await probe(memory, on24ClientId)
    // If a run was stopped by the quota during the probe, the run's end is newer than the answer.
    if (memory.timesStopped !== timesBefore) continue
    memory.scheduleProbe(answer?.probeInSeconds ?? null)
    if (answer === null) continue
    memory.waitsForQuota = !answer.goesOn
    memory.updateStanding(answer.standing)
  }
}

/** Returns false if no probe is needed any more, or its time has changed. */
async function waitForProbeTime(memory: ControllerMemory, probeSeconds: number): Promise<boolean> {
  const timesBefore = memory.timesStopped
  if (memory.probeAt === null) memory.scheduleProbe(probeSeconds)
  const waitMs = (memory.probeAt ?? 0) - Date.now()
  const hasChanged = () =>
    !memory.waitsForQuota || isOver(memory) || memory.timesStopped !== timesBefore
  return waitMs <= 0 || !(await condition(hasChanged, waitMs))
}

/** Keeps the link alive once a day, or at the interval that the activity returns. */
export async function keepAliveLoop(memory: ControllerMemory, on24ClientId: string): Promise<void> {
  let seconds = KEEP_ALIVE_SECONDS
  for (;;) {
    const waitMs = memory.keepAliveAt - Date.now()
    if (waitMs > 0) await condition(() => isOver(memory), waitMs)
    if (isOver(memory)) return
    seconds = (await keepAlive(memory, on24ClientId)) ?? seconds
    memory.keepAliveAt = Date.now() + seconds * 1000
  }
}

/**
 * Stores requested operations in order as soon as they are received: a pause takes effect from then on. Continues until
 * the other loops have ended, because they may still be waiting for an activity.
 */
export async function storeLoop(
  memory: ControllerMemory,
  on24ClientId: string,
  othersHaveEnded: () => boolean,
): Promise<void> {
  const { queue } = memory
  for (;;) {
    await condition(() => queue.nextToStore !== undefined || othersHaveEnded())
    const next = queue.nextToStore
    if (next === undefined || othersHaveEnded()) return
    const { operation, auditId, sentAs } = next
    if (operation.signal === 'followSchedule') continue
    const input = { on24ClientId, operation, auditId, sentAs }
    const stored = await memory.whileOpen(() =>
      callActivity('storeOperation', `storing ${operation.signal}`, input),
    )
    queue.markStored(next, stored.auditId)
  }
}

/** Executes requested operations in order, one at a time. */
export async function executeLoop(memory: ControllerMemory, on24ClientId: string): Promise<void> {
  const { queue } = memory
  for (;;) {
    await condition(() => queue.nextToExecute !== undefined || isOver(memory))
    if (isOver(memory) || queue.nextToExecute === undefined) return
    await execute(memory, on24ClientId, queue.nextToExecute)
  }
}

/** Null if the probe failed, which tells nothing about Act-On: the next one follows at its usual time. */
async function probe(memory: ControllerMemory, on24ClientId: string): Promise<ProbeAnswer | null> {
  try {
    const summary = 'checking whether Act-On accepts calls again'
    return await memory.whileOpen(() => callActivity('probeActOn', summary, { on24ClientId }))
  } catch {
    log.warn('The probe of Act-On failed', { on24ClientId })
    return null
  }
}

/** Seconds until the next time; null if it failed: then it is retried after the usual interval. */
async function keepAlive(memory: ControllerMemory, on24ClientId: string): Promise<number | null> {
  try {
    const summary = 'keeping the link alive'
    const { againInSeconds, standing, called, probeInSeconds } = await memory.whileOpen(() =>
      callActivity('keepLinkAlive', summary, { on24ClientId }),
    )
    if (called !== undefined) memory.called = called
    if (standing !== undefined) memory.updateStanding(standing)
    memory.awaitProbe(probeInSeconds)
    return againInSeconds
  } catch (error) {
    log.warn('The link could not be kept alive', { on24ClientId, reason: reasonOf(error) })
    return null
  }
}

async function execute(
  memory: ControllerMemory,
  on24ClientId: string,
  queued: QueuedSignal,
): Promise<void> {
  const { operation, auditId } = queued
  try {
    const input = { on24ClientId, operation, auditId }
    const operated = await memory.whileOpen(() => callActivity('operate', operation.signal, input))
    memory.queue.settle(queued, operated)
    memory.updateStanding(operated.standing)
    memory.awaitProbe(operated.probeInSeconds)
  } catch (error) {
    const reason = reasonOf(error)
    log.warn('An operation failed', { on24ClientId, signal: operation.signal, reason })
    const detail = `It has not succeeded yet: ${reason ?? 'unknown'} ${IS_RETRIED}`
    memory.queue.settle(queued, { result: 'waiting', detail })
  }
}

const IS_RETRIED = 'It is retried every half minute; the audit trail shows its result.'

function reasonOf(error: unknown): string | undefined {
  return error instanceof ActivityFailure ? error.cause?.message : undefined
}

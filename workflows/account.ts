import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import {
  ActivityFailure,
  condition,
  continueAsNew,
  log,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { AccountStatus } from '../src/contracts/operating.ts'
import { SEARCH_ATTRIBUTES } from '../src/contracts/search-attributes.ts'
import { keeping, probe } from './activity-proxies.ts'
import { runEnded, status } from './messages.ts'

export interface AccountInput {
  readonly on24ClientId: string
  readonly quotaProbeSeconds: number
  /** Only set by the controller itself, when it continues as new. */
  readonly continued?: {
    readonly status: AccountStatus
    /** When the link is to be looked after again, ISO 8601. */
    readonly keepAliveAt: string
  }
}

const ACCOUNT_STATE = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.accountState,
  SearchAttributeType.KEYWORD,
)

const ACTIVE: AccountStatus = {
  state: 'active',
  reason: null,
  since: null,
  lastRun: null,
  signals: [],
}

/** Until an activity has said otherwise, and after one that did not answer. */
const KEEP_ALIVE_SECONDS = 24 * 60 * 60

/**
 * The controller of an account: one per linked account, always open, under a fixed id. Runs come and go, so
 * whatever must be said to an account is said here. It has two lanes, and neither waits for the other: once
 * a day it looks after the account's link, and while Act-On's quota is used up, it asks now and then (once
 * an hour) whether calls go through again.
 */
export async function account(input: AccountInput): Promise<never> {
  const { on24ClientId, quotaProbeSeconds } = input
  let now = input.continued?.status ?? ACTIVE
  let keepAliveMs = Date.parse(input.continued?.keepAliveAt ?? new Date().toISOString())
  let timesStopped = 0

  const enter = (state: AccountStatus['state']) => {
    if (now.state === state) return
    now = { ...now, state, since: new Date().toISOString() }
    upsertSearchAttributes([{ key: ACCOUNT_STATE, value: state }])
  }
  setHandler(runEnded, (ended) => {
    if (ended?.outcome !== 'waitingForQuota') return
    timesStopped += 1
    enter('waitingForQuota')
  })
  setHandler(status, () => now)
  const isOver = () => workflowInfo().continueAsNewSuggested

  const waitForQuota = async () => {
    for (;;) {
      await condition(() => now.state !== 'active' || isOver())
      if (isOver()) return
      await condition(() => now.state === 'active' || isOver(), `${quotaProbeSeconds}s`)
      const timesBefore = timesStopped
      const goesOn = await goesThrough(on24ClientId)
      // A run that was stopped while Act-On was asked knows better than the answer.
      if (goesOn && timesStopped === timesBefore) enter('active')
    }
  }

  const lookAfterLink = async () => {
    let seconds = KEEP_ALIVE_SECONDS
    for (;;) {
      const waitMs = keepAliveMs - Date.now()
      if (waitMs > 0) await condition(isOver, waitMs)
      if (isOver()) return
      seconds = (await keepAlive(on24ClientId)) ?? seconds
      keepAliveMs = Date.now() + seconds * 1000
    }
  }

  await Promise.all([waitForQuota(), lookAfterLink()])
  return continueAsNew<typeof account>({
    on24ClientId,
    quotaProbeSeconds,
    continued: { status: now, keepAliveAt: new Date(keepAliveMs).toISOString() },
  })
}

/** A probe that fails says nothing: the next one comes in its time. */
async function goesThrough(on24ClientId: string): Promise<boolean> {
  try {
    return await probe('asking whether Act-On takes calls again').probeActOn({ on24ClientId })
  } catch {
    log.warn('The probe of Act-On failed', { on24ClientId })
    return false
  }
}

/** How many seconds until the next time; null when it failed, and is tried again in its time. */
async function keepAlive(on24ClientId: string): Promise<number | null> {
  try {
    const { againInSeconds } = await keeping('looking after the link').keepLinkAlive({
      on24ClientId,
    })
    return againInSeconds
  } catch (error) {
    const reason = error instanceof ActivityFailure ? error.cause?.message : undefined
    log.warn('The link could not be looked after', { on24ClientId, reason })
    return null
  }
}

import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import {
  condition,
  continueAsNew,
  log,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import { SEARCH_ATTRIBUTES } from '../src/contracts/search-attributes.ts'
import { probe } from './activity-proxies.ts'
import { type AccountStatus, runEnded, status } from './messages.ts'

export interface AccountInput {
  readonly on24ClientId: string
  readonly quotaProbeSeconds: number
  /** Only set by the controller itself, when it continues as new. */
  readonly continued?: AccountStatus
}

const ACCOUNT_STATE = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.accountState,
  SearchAttributeType.KEYWORD,
)

/**
 * The controller of an account: one per linked account, always open, under a fixed id. Runs come and go, so
 * whatever must be said to an account is said here. While Act-On's quota is used up, it asks now and then
 * (once an hour) whether calls go through again.
 */
export async function account(input: AccountInput): Promise<never> {
  const { on24ClientId, quotaProbeSeconds } = input
  let now: AccountStatus = input.continued ?? { state: 'active', since: new Date().toISOString() }

  const enter = (state: AccountStatus['state']) => {
    if (now.state === state) return
    now = { state, since: new Date().toISOString() }
    upsertSearchAttributes([{ key: ACCOUNT_STATE, value: state }])
  }
  setHandler(runEnded, (ended) => {
    if (ended?.outcome === 'waitingForQuota') enter('waitingForQuota')
  })
  setHandler(status, () => now)

  for (;;) {
    await condition(() => now.state !== 'active' || workflowInfo().continueAsNewSuggested)
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof account>({ on24ClientId, quotaProbeSeconds, continued: now })
    }
    await condition(() => now.state === 'active', `${quotaProbeSeconds}s`)
    if (await goesThrough(on24ClientId)) enter('active')
  }
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

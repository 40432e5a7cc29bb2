/** Accounts by the thousand: most are rows of the store alone, and nothing works for them. */
import { expect, vi } from 'vitest'
import { listRuns } from '../../src/store/runs/runs.ts'
import { insertManyAccounts } from './account-rows.ts'
import { type LinkingWeb, openLinkingWeb } from './linking-web.ts'

export const TEMPORAL_UI = 'https://temporal.example.com'
const NEVER_MS = 24 * 60 * 60_000

/** So many of the accounts are the sandbox's, linked and synced once. Whoever opens it closes it. */
export async function openManyAccounts(accounts: {
  readonly count: number
  readonly linked: number
}): Promise<LinkingWeb> {
  const web = await openLinkingWeb({
    world: { size: { accounts: accounts.linked } },
    env: { TEMPORAL_UI_URL: TEMPORAL_UI },
    // What is only a row has no Schedule, and is not to get one.
    rhythm: { reconcileWhatIsDue: NEVER_MS, watchSchedules: NEVER_MS },
    leavesOutClockSlots: true,
  })
  const { sandbox, store, link } = web.service
  const ids = sandbox.world.accounts.map(({ on24ClientId }) => on24ClientId)
  for (const on24ClientId of ids) await link(on24ClientId)
  for (const on24ClientId of ids) {
    const haveSynced = async () => {
      expect(await listRuns(store, on24ClientId, 1)).toMatchObject([{ outcome: 'complete' }])
    }
    await vi.waitFor(haveSynced, { timeout: 60_000, interval: 200 })
  }
  await insertManyAccounts(store, {
    count: accounts.count - accounts.linked,
    now: sandbox.clock.now(),
  })
  return web
}

/** A service with an account whose webinars lie years back, and what tests ask of its backfills. */
import { expect, vi } from 'vitest'
import type { BackfillRequest } from '../../src/contracts/operating.ts'
import { ledgerAddsUp } from '../../src/contracts/run.ts'
import type { FinishedRun } from '../../src/contracts/sync-activities.ts'
import type { WebinarSpec } from '../../sandbox/world/webinar-plan.ts'
import { getRun, type Run } from '../../src/store/runs/runs.ts'
import { differences } from './expectation/differences.ts'
import { ExpectedAccount } from './expectation/expected-account.ts'
import { servedTruth } from './expectation/served-truth.ts'
import { openServiceUnderTest, type ServiceUnderTest } from './service-under-test.ts'
import { endOfFirstRun } from './slot-runs.ts'

export interface BackfillBench extends ServiceUnderTest {
  readonly on24ClientId: string
  /** Starts it, or joins it. */
  startBackfill(range: BackfillRequest): Promise<{ workflowId: string; isNew: boolean }>
  /** Its end, once the workflow has ended well, and its run. */
  endOf(workflowId: string): Promise<FinishedRun & { readonly run: Run }>
  /** Starts it and waits for its end. */
  backfill(range: BackfillRequest): Promise<FinishedRun & { readonly run: Run }>
  runOf(workflowId: string): Promise<Run>
  /** What differs between Act-On and ON24 as it is now, but for webinars that are not to be there yet. */
  differences(without?: readonly number[]): readonly string[]
  /** How often the registrants of each webinar were asked for since the ledger of calls was cleared. */
  reads(): Record<string, number>
  actOnCalls(): number
}

export async function openBackfillBench(
  startAt: string,
  webinars: readonly WebinarSpec[],
): Promise<BackfillBench> {
  const service = await openServiceUnderTest({
    leavesOutClockSlots: true,
    world: { accounts: [{ webinars }] },
    clock: { startAt: new Date(startAt) },
    eventListsPerMinute: 60_000,
    deliveryPolicy: { quotaProbeSeconds: 1 },
  })
  const { store, client, sandbox, backfills } = service
  const [account] = sandbox.world.accounts
  if (account === undefined) throw new Error('The world has no account.')
  const { on24ClientId, actOn } = account
  await service.link(on24ClientId)
  await endOfFirstRun(service, on24ClientId)

  const runOf = async (workflowId: string) => {
    const { runId } = await client.workflow.getHandle(workflowId).describe()
    return vi.waitFor(() => getRun(store, `${workflowId}/${runId}`))
  }
  const endOf = async (workflowId: string) => {
    const ended = await client.workflow.getHandle<() => Promise<FinishedRun>>(workflowId).result()
    expect(ledgerAddsUp(ended.ledger), JSON.stringify(ended.ledger)).toBe(true)
    return { ...ended, run: await runOf(workflowId) }
  }
  const startBackfill = (range: BackfillRequest) => backfills.start(on24ClientId, range)
  return {
    ...service,
    on24ClientId,
    startBackfill,
    endOf,
    runOf,
    backfill: async (range) => endOf((await startBackfill(range)).workflowId),
    differences(without = []) {
      const expected = new ExpectedAccount(actOn.timeZone)
      const truth = servedTruth(sandbox, on24ClientId)
      expected.observe(truth.filter(({ eventId }) => !without.includes(eventId)))
      return differences(on24ClientId, sandbox.actOn.lists(actOn.accountId), expected)
    },
    reads() {
      const paths = sandbox.ledger
        .calls({ vendor: 'on24', endpoint: 'eventRegistrants' })
        .map(({ path }) => /event\/(\d+)\//.exec(path)?.[1] ?? path)
      return Object.fromEntries(
        [...new Set(paths)].map((id) => [id, paths.filter((path) => path === id).length]),
      )
    },
    actOnCalls: () => sandbox.ledger.count({ vendor: 'actOn' }),
  }
}

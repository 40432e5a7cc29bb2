/**
 * An account's life as an operator and a customer see it, over HTTP alone, whatever the service consists of:
 * registered, linked, synced, paused, resumed, backfilled. After each part Act-On is compared with ON24, cell by cell.
 */
import type { Client } from '@temporalio/client'
import type { ExpectStatic } from 'vitest'
import { z } from 'zod'
import { inviteByApi, linkByPage, registerByApi } from '../../demo/link-by-page.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { WorldOptions } from '../../sandbox/world/world-options.ts'
import { leaveOutClockSlots } from './clock-slots.ts'
import { differences } from './expectation/differences.ts'
import { ExpectedAccount } from './expectation/expected-account.ts'
import { servedTruth } from './expectation/served-truth.ts'
import { OPERATOR_TOKEN } from './service-under-test.ts'

const DAY_MS = 24 * 3_600_000
const PATIENCE = { timeout: 60_000, interval: 100 }
const AGE_OF_OLD_DAYS = 700

/**
 * One webinar that only a backfill finds, and two that every run keeps up. Few enough people for single calls:
 * an upload's end is asked after at the pace of the real Act-On, which takes tens of seconds.
 */
export function worldOfALife(): WorldOptions {
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)
  return {
    accounts: [
      {
        webinars: [
          { title: 'Two years ago', liveStartAt: daysAgo(AGE_OF_OLD_DAYS), people: 4 },
          { title: 'Last week', liveStartAt: daysAgo(7), people: 4 },
          { title: 'Today', liveStartAt: daysAgo(0.2), people: 2 },
        ],
      },
    ],
  }
}

export interface Life {
  /** Of the test's context, since tests of this kind run side by side. */
  readonly expect: ExpectStatic
  readonly sandbox: Sandbox
  /** In the service's namespace. */
  readonly client: Client
  /** Where the service's web server listens. */
  readonly webUrl: string
  /** Called when the account is linked: its first run is at work, or about to be. */
  whileSyncing?(on24ClientId: string): Promise<void>
}

const Runs = z.object({
  items: z.array(z.object({ trigger: z.string(), outcome: z.string().nullable() })),
})
const Account = z.object({ state: z.string(), reason: z.string().nullable() })

export async function liveEndToEnd({
  expect,
  sandbox,
  client,
  webUrl,
  whileSyncing,
}: Life): Promise<void> {
  const account = sandbox.world.accounts[0] ?? expect.fail('The world has no account.')
  const { on24ClientId, actOn } = account
  const web = { url: webUrl, operatorToken: OPERATOR_TOKEN }
  const expected = new ExpectedAccount(actOn.timeZone)
  const [old = 0, , today = 0] = sandbox.world
    .webinarsUnder(on24ClientId)
    .map(({ eventId }) => eventId)

  const call = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${webUrl}/api/v1/accounts/${on24ClientId}${path}`, {
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    })
    expect(response.ok, `${path}: ${String(response.status)}`).toBe(true)
    return response.json()
  }
  const runs = async () => Runs.parse(await call('/runs')).items.toReversed()
  const state = async () => Account.parse(await call(''))
  const expectRuns = (triggers: readonly string[]) =>
    expect
      .poll(runs, PATIENCE)
      .toEqual(triggers.map((trigger) => ({ trigger, outcome: 'complete' })))
  const expectTruth = (step: string, without?: number) => {
    const served = servedTruth(sandbox, on24ClientId)
    expected.observe(served.filter(({ eventId }) => eventId !== without))
    const lists = sandbox.actOn.lists(actOn.accountId)
    expect(differences(on24ClientId, lists, expected), step).toEqual([])
  }

  await registerByApi(web, account)
  await linkByPage(web, await inviteByApi(web, on24ClientId), actOn)
  await leaveOutClockSlots(client, on24ClientId)
  await whileSyncing?.(on24ClientId)
  await expectRuns(['link'])
  expectTruth('first sync', old)

  await call('/pause', { reason: 'Asked for by the customer' })
  await expect
    .poll(state, PATIENCE)
    .toEqual({ state: 'paused', reason: 'Asked for by the customer' })
  sandbox.world.registerMany(today, 2, sandbox.clock.now())
  await call('/resume', {})
  await expect.poll(state, PATIENCE).toEqual({ state: 'active', reason: null })
  await expectRuns(['link', 'sync'])
  expectTruth('resumed', old)

  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const liveAt = Date.now() - AGE_OF_OLD_DAYS * DAY_MS
  await call('/backfill', { from: day(liveAt - 2 * DAY_MS), to: day(liveAt + 2 * DAY_MS) })
  await expectRuns(['link', 'sync', 'backfill'])
  expectTruth('backfilled')
}

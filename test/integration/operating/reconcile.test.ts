import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import {
  reconcileAccounts,
  reconcileDue,
  reconcileAtStart,
} from '../../../src/accounts/reconcile.ts'
import { startPeriodicWork } from '../../../src/processes/repeat.ts'
import { registerAccount } from '../../../src/accounts/register-account.ts'
import { startLinkOnce } from '../../../src/accounts/ensure-schedule-and-controller.ts'
import { saveLink } from '../../../src/store/accounts/accounts.ts'
import { listAudit } from '../../../src/store/audit.ts'
import { beginRemoval } from '../../../src/store/accounts/removals.ts'
import { dropAllLeases } from '../../../src/store/leases/leases.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { linkByInvitation } from '../../support/api/link-account.ts'
import { noTemporal } from '../../support/temporal/no-temporal.ts'
import { tablesWithRowsOf } from '../../support/rows/rows-of-account.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { STORE_KINDS, storesOfTwoWorkers } from '../../support/servers/two-workers.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

const SOON = { timeout: 30_000, interval: 100 }
const LINKED_AT = new Date('2026-05-01T10:00:00.123Z')

let store: Store
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
})
afterAll(() => store.destroy())
afterEach(async () => {
  await store.deleteFrom('account').execute()
  await dropAllLeases(store)
})

/** Stores these accounts as linked. */
async function startParts(store: Store, ...ids: string[]) {
  for (const [index, on24ClientId] of ids.entries()) {
    await storeAccount(store, on24ClientId, { createdAt: LINKED_AT })
    await link(on24ClientId, LINKED_AT, index)
  }
  async function link(on24ClientId: string, linkedAt: Date, index = 0) {
    await saveLink(store, on24ClientId, {
      actOnAccountId: String(41000 + index),
      actOnAccountName: 'x',
      timeZone: 'UTC',
      linkedAt,
    })
  }
  const temporal = noTemporal()
  const { asked, failing } = temporal
  const parts = { store, now: () => LINKED_AT, ...temporal }
  return { parts, asked, failing, link, pass: () => pass(parts) }
}

const pass = (parts: Parameters<typeof reconcileDue>[0]) =>
  reconcileDue(parts, new AbortController().signal)

test('a link that Temporal does not know is started by the service, with one run', async () => {
  const service = await startServiceFixture({
    world: { accounts: [{}] },
    rhythm: { reconcileDue: 300 },
  })
  const account = service.sandbox.world.accounts[0] ?? expect.fail('no account')
  const { on24ClientId, actOn } = account
  await registerAccount(service, account)
  const away = () => Promise.reject(new Error('Temporal is away'))
  const controllers = { ...service.controllers, ensure: away }
  await linkByInvitation({ ...service, controllers }, { on24ClientId, ...actOn })

  // The service created the real Schedule, which may start a run of its own if a slot of the wall clock passes.
  const runs = async () =>
    (await listRuns(service.store, on24ClientId, 5)).filter(({ trigger }) => trigger !== 'schedule')
  await expect.poll(runs, SOON).toMatchObject([{ outcome: 'complete', trigger: 'link' }])
  expect(await service.schedules.exists(on24ClientId)).toBe(true)
})

test.for(STORE_KINDS)(
  'two processes start a link once and remove it once, on %s',
  async (kind, context) => {
    const [mine, others] = await storesOfTwoWorkers(context, kind)
    const { parts, asked } = await startParts(mine, '500')
    const both = () => Promise.all([pass(parts), pass({ ...parts, store: others })])
    await both()
    expect(asked).toEqual(['controller 500', 'schedule 500', 'trigger 500'])

    await beginRemoval(mine, '500', { actor: 'operator:x', address: null, at: LINKED_AT })
    asked.length = 0
    await both()
    expect(asked).toEqual(['end schedule 500', 'end work 500', 'end controller 500'])
    expect(await tablesWithRowsOf(others, '500')).toEqual([])
    const trail = await listAudit(others, '500', { limit: 5 })
    expect(trail).toMatchObject([{ action: 'unlinked', actor: 'operator:x', address: null }])
  },
)

test('a link is started once, and a newer one again', async () => {
  const { asked, link, pass } = await startParts(store, '100')
  await pass()
  const once = ['controller 100', 'schedule 100', 'trigger 100']
  expect(asked).toEqual(once)
  await pass()
  expect(asked).toEqual(once)
  await link('100', new Date(LINKED_AT.getTime() + 1))
  await pass()
  expect(asked).toEqual([...once, ...once])
})

test('an account that cannot be repaired delays no other account, and is retried', async () => {
  const { parts, asked, failing, pass } = await startParts(store, '100', '200', '300', '400')
  for (const id of ['100', '200']) {
    await beginRemoval(store, id, { actor: 'operator:x', address: null, at: LINKED_AT })
  }
  failing.add('100').add('300')
  await pass()
  expect(asked.filter((line) => /00$/.test(line) && !/[24]00$/.test(line))).toEqual([])
  expect(asked).toContain('end controller 200')
  expect(asked).toContain('trigger 400')
  failing.clear()
  await pass()
  expect(asked).toContain('end controller 100')
  expect(asked).toContain('trigger 300')
  expect(await reconcileAccounts(parts)).toEqual([])
})

test('at a start every linked account is reconciled, except one that is being removed', async () => {
  const { parts, asked, pass } = await startParts(store, '100', '200')
  await pass()
  asked.length = 0
  await beginRemoval(store, '200', { actor: 'operator:x', address: null, at: LINKED_AT })
  await reconcileAccounts(parts)
  expect(asked).toEqual([
    ...['end schedule 200', 'end work 200', 'end controller 200'],
    ...['controller 100', 'schedule 100', 'trigger 100'],
  ])
})

function startReconciling(parts: Parameters<typeof reconcileAtStart>[0]) {
  const { logger } = parts
  const whenItFails = 'The store cannot be asked which accounts there are'
  const options = { everyMs: 20, firstAfterMs: 0, logger, whenItFails }
  return startPeriodicWork(reconcileAtStart(parts), options)
}

test('a start waits for no account: a failing one delays no other, and is retried', async () => {
  const { parts, asked, failing, pass } = await startParts(store, '100', '200')
  await pass()
  asked.length = 0
  failing.add('100')
  const reconciling = startReconciling(parts)
  onTestFinished(() => reconciling.stop())
  const triggered = () => asked.filter((line) => line.startsWith('trigger'))
  await expect.poll(triggered).toEqual(['trigger 200'])
  failing.clear()
  await expect.poll(triggered).toEqual(['trigger 200', 'trigger 100'])
})

test('of processes that start together one asks Temporal for every account', async () => {
  const { parts, asked, pass } = await startParts(store, '100', '200', '300')
  await pass()
  asked.length = 0
  const all = Array.from({ length: 5 }, () => startReconciling(parts))
  onTestFinished(async () => {
    await Promise.all(all.map((one) => one.stop()))
  })
  const ofOne = ['controller', 'schedule', 'trigger'].flatMap((what) =>
    ['100', '200', '300'].map((id) => `${what} ${id}`),
  )
  await expect.poll(() => asked.toSorted()).toEqual(ofOne)
  await sleep(200)
  expect(asked).toHaveLength(ofOne.length)
})

test('a start with other Schedules, for instance after a change of the jitter, asks for every account again', async () => {
  const { parts, asked, pass } = await startParts(store, '100')
  await pass()
  asked.length = 0
  const first = startReconciling(parts)
  await expect.poll(() => asked).toHaveLength(3)
  await first.stop()
  const schedules = { ...parts.schedules, definition: 'with a jitter' }
  const second = startReconciling({ ...parts, schedules })
  onTestFinished(() => second.stop())
  await expect.poll(() => asked).toHaveLength(6)
})

test('if the process that asks for every account ends before it is done, another one does so', async () => {
  const { parts, asked, pass } = await startParts(store, '100')
  await pass()
  asked.length = 0
  const begun = Promise.withResolvers<undefined>()
  const goOn = Promise.withResolvers<undefined>()
  const ensure = async () => {
    begun.resolve(undefined)
    await goOn.promise
    return true
  }
  const first = startReconciling({ ...parts, controllers: { ...parts.controllers, ensure } })
  await begun.promise
  const second = startReconciling(parts)
  onTestFinished(() => second.stop())
  await sleep(100)
  expect(asked).toEqual([])
  const stopped = first.stop()
  goOn.resolve(undefined)
  await stopped
  await expect.poll(() => asked).toContain('controller 100')
})

test('at a start a few accounts are reconciled in parallel, and after a stop no further one begins', async () => {
  const ids = Array.from({ length: 10 }, (_, index) => String(100 + index))
  const { parts } = await startParts(store, ...ids)
  const begun: string[] = []
  const answer = Promise.withResolvers<undefined>()
  const ensure = async (on24ClientId: string) => {
    begun.push(on24ClientId)
    await answer.promise
    return true
  }
  const controllers = { ...parts.controllers, ensure }
  const reconciling = startReconciling({ ...parts, controllers })
  await expect.poll(() => begun.length).toBe(8)
  const stopped = reconciling.stop()
  answer.resolve(undefined)
  await stopped
  expect(begun).toHaveLength(8)
  expect(parts.asked).toEqual([])
})

test('a link whose lease was lost is not started any further', async () => {
  const { parts, asked } = await startParts(store, '100')
  const ended = new AbortController()
  const ensure = async (on24ClientId: string) => {
    await parts.controllers.ensure(on24ClientId)
    ended.abort()
    return true
  }
  const starters = { ...parts, controllers: { ensure } }
  await expect(startLinkOnce(starters, '100', ended.signal)).rejects.toThrow('aborted')
  expect(asked).toEqual(['controller 100'])
})

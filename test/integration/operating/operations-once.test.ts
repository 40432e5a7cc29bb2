/** Requested operations are carried out once and in order, whether or not the controller receives their signals. */
import type { Operation } from '../../../src/contracts/operations.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pauseLease } from '../../../src/store/leases/lease-names.ts'
import { applyPauseOrResume } from '../../../src/operating/apply-pause-or-resume.ts'
import { AccountPaused, requestOperation } from '../../../src/operating/request-operation.ts'
import { listAudit } from '../../../src/store/audit.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import {
  type SignalledAccount,
  signalledAccount,
} from '../../support/accounts/signalled-account.ts'
import { pauseByHand, unpauseByHand } from '../../support/temporal/pause-by-hand.ts'

const SOON = { timeout: 60_000, interval: 100 }
const LONGEST_STOP_MS = 15_000
const PEOPLE = 6
const NEVER = new AbortController().signal
const OPERATOR = { actor: 'operator:test', address: null }

let service: ServiceFixture
beforeAll(async () => {
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    world: { accounts: [{}, {}, {}, {}, {}, {}, {}] },
    rhythm: { executeUnanswered: 300, watchSchedules: 600_000 },
  })
  const { world, clock } = service.sandbox
  const liveStartAt = new Date(clock.now().getTime() + 24 * 3_600_000)
  for (const { on24ClientId } of world.accounts) {
    world.registerMany(world.addWebinar(on24ClientId, { liveStartAt }), PEOPLE)
  }
})
afterAll(() => service.close())

/** Links the account, and waits for the end of its first run. */
async function linked(index: number): Promise<SignalledAccount> {
  const account = signalledAccount(service, index)
  await service.link(account.on24ClientId)
  await account.outcomes('link', 1)
  return account
}

/** A service whose controllers receive no signals, as after a termination or while workflow tasks fail. */
const unheard = (): Pick<ServiceFixture, 'store' | 'now' | 'schedules' | 'logger'> & {
  controllers: ServiceFixture['controllers']
} => ({ ...service, controllers: { ...service.controllers, signal: () => Promise.resolve(true) } })

const askUnheard = ({ on24ClientId }: SignalledAccount, request: Operation) =>
  requestOperation(unheard(), on24ClientId, request, OPERATOR)

async function passTwoMinutes(): Promise<void> {
  const waiting = service.store
    .selectFrom('operation')
    .select('auditId')
    .where('result', 'is', null)
  await service.store
    .updateTable('operation')
    .set({ askedAt: new Date(service.now().getTime() - 200 * 60_000) })
    .where('auditId', 'in', waiting)
    .execute()
}

async function trail({ on24ClientId }: SignalledAccount): Promise<string[]> {
  const entries = await listAudit(service.store, on24ClientId, { limit: 50 })
  const asked = entries.filter(({ actor }) => actor !== 'service' && actor !== 'invitation')
  return asked.map(({ action, result }) => `${action} ${result}`).toReversed()
}

test('a running run stops at a pause that is only in the store, and no run begins until the resume', async () => {
  const account = signalledAccount(service, 0)
  const { on24ClientId } = account
  // Longer than a run's heartbeat interval, so the run notices the pause while the call is under way, and shorter than
  // the time that such a call may take to finish.
  const slow = account.slow({ vendor: 'on24', endpoint: 'eventRegistrants' }, 6_000)
  await service.link(on24ClientId)
  await slow.begun
  const askedAt = performance.now()
  await askUnheard(account, { signal: 'pause', reason: 'Maintenance' })
  expect(await getAccount(service.store, on24ClientId)).toMatchObject({
    state: 'paused',
    stateReason: 'Maintenance',
  })
  expect(await account.outcomes('link', 1)).toEqual(['paused'])
  expect(performance.now() - askedAt).toBeLessThan(LONGEST_STOP_MS)
  slow.end()
  // Before the next run reads the Schedule's pause flag, it applies the stored pause to it.
  await service.schedules.trigger(on24ClientId)
  await account.outcomes('sync', 1)
  expect(await service.schedules.readPause(on24ClientId)).toEqual({ reason: 'Maintenance' })
  expect(await trail(account)).toEqual(['paused ok'])

  await askUnheard(account, { signal: 'resume' })
  await passTwoMinutes()
  await expect.poll(() => trail(account), SOON).toEqual(['paused ok', 'resumed ok'])
  expect(await account.outcomes('sync', 2)).toEqual(['complete', 'paused'])
  expect(account.contacts()).toBe(PEOPLE)
})

test('a sync of a paused account is refused and audited, from any sender', async () => {
  const account = signalledAccount(service, 0)
  await account.signal('pause')
  // The web pages pass a requester with more fields than the audit trail has columns.
  const requester = { ...OPERATOR, setLocation: () => undefined }
  const asked = requestOperation(service, account.on24ClientId, { signal: 'syncNow' }, requester)
  await expect(asked).rejects.toThrow(AccountPaused)
  expect((await trail(account)).at(-1)).toBe('syncNow paused')
  await account.signal('resume')
})

test('of a waiting pause and a waiting resume the later one is carried out', async () => {
  const account = await linked(1)
  await askUnheard(account, { signal: 'resume' })
  await askUnheard(account, { signal: 'pause', reason: 'First' })
  await askUnheard(account, { signal: 'resume' })
  await askUnheard(account, { signal: 'pause', reason: 'Last' })
  await passTwoMinutes()
  const overtaken = ['resumed overtaken', 'paused overtaken', 'resumed overtaken']
  await expect.poll(() => trail(account), SOON).toEqual([...overtaken, 'paused ok'])
  expect(await service.schedules.readPause(account.on24ClientId)).toEqual({ reason: 'Last' })

  // Earlier signals that reach a restarted controller late undo nothing.
  const [first] = await service.store
    .selectFrom('operation')
    .select('auditId')
    .where('on24ClientId', '=', account.on24ClientId)
    .orderBy('auditId')
    .execute()
  await account.signal('resume', { auditId: String(first?.auditId) })
  // The controller follows the Schedule in between, and notes that, too.
  const { signals } = await account.status()
  expect(signals.find(({ signal }) => signal === 'resume')).toMatchObject({ result: 'overtaken' })
  expect(await service.schedules.readPause(account.on24ClientId)).not.toBeNull()
})

test('a stored backfill and a stored sync that no controller received are carried out once each', async () => {
  const account = await linked(2)
  await askUnheard(account, {
    signal: 'backfill',
    from: '2025-01-01',
    to: '2025-01-31',
    dryRun: false,
  })
  await askUnheard(account, { signal: 'syncNow' })
  await passTwoMinutes()
  await expect.poll(() => trail(account), SOON).toEqual(['backfill ok', 'syncNow ok'])
  await account.outcomes('backfill', 1)
  expect(await account.outcomes('sync', 1)).toEqual(['complete'])
})

test('two syncs make one run until it begins to read; after that, one more run follows', async () => {
  const account = await linked(3)
  const { on24ClientId } = account
  const held = account.hold({ vendor: 'on24', endpoint: 'events' })
  expect(await account.signal('syncNow')).toMatchObject({ result: 'done' })
  await held.begun
  // This run has already queried ON24, so it may miss a person who registers now.
  const [webinar] = service.sandbox.world.truth(on24ClientId)
  service.sandbox.world.register(webinar?.eventId ?? expect.fail('no webinar'))
  expect(await account.signal('syncNow')).toMatchObject({ result: 'done' })
  expect(await account.signal('syncNow')).toMatchObject({ result: 'unchanged' })
  held.end()
  expect(await account.outcomes('sync', 2)).toEqual(['complete', 'complete'])
  expect(account.contacts()).toBe(PEOPLE + 1)
  expect(await account.runs('sync')).toHaveLength(2)
})

test('a Schedule paused by hand is followed only once all requested operations are settled', async () => {
  const account = await linked(4)
  const { on24ClientId } = account
  await pauseByHand(service, on24ClientId, 'By hand')
  await askUnheard(account, { signal: 'resume' })
  await service.schedules.trigger(on24ClientId)
  expect(await account.outcomes('sync', 2)).toEqual(['complete', 'complete'])
  expect(await trail(account)).toEqual(['resumed ok'])
  expect(await service.schedules.readPause(on24ClientId)).toBeNull()

  await pauseByHand(service, on24ClientId, 'By hand')
  await account.controller.signal('followSchedule')
  await account.stateBecomes('paused')
})

test('a resume also starts the run that an earlier, interrupted resume owed', async () => {
  const account = await linked(5)
  const { on24ClientId } = account
  await account.signal('pause')
  await askUnheard(account, { signal: 'resume' })
  // Simulates an attempt that was interrupted after it had cleared the flag.
  await unpauseByHand(service, on24ClientId)
  expect(await account.signal('resume')).toMatchObject({ result: 'done' })
  expect(await account.outcomes('sync', 1)).toEqual(['complete'])
  expect(await trail(account)).toEqual(['paused ok', 'resumed overtaken', 'resumed ok'])
})

test('a late earlier pause or resume does not override the later one', async () => {
  const account = await linked(6)
  const { on24ClientId } = account
  await account.signal('pause')
  await askUnheard(account, { signal: 'resume' })
  const late = Promise.withResolvers<undefined>()
  const begun = Promise.withResolvers<undefined>()
  const schedules = {
    ...service.schedules,
    async unpause(id: string) {
      begun.resolve(undefined)
      await late.promise
      await service.schedules.unpause(id)
    },
  }
  const standing = applyPauseOrResume({ ...service, schedules }, on24ClientId, NEVER)
  await begun.promise
  // Simulates a process that stalled until its lease expired.
  await service.store
    .updateTable('lease')
    .set({ owner: 'somebody else', expiresAt: new Date(service.now().getTime() - 60_000) })
    .where('name', '=', pauseLease(on24ClientId))
    .execute()
  await applyPauseOrResume(service, on24ClientId, NEVER)
  await askUnheard(account, { signal: 'pause', reason: 'Later' })
  await applyPauseOrResume(service, on24ClientId, NEVER)
  expect(await service.schedules.readPause(on24ClientId)).toEqual({ reason: 'Later' })
  late.resolve(undefined)
  await standing.catch(() => undefined)
  expect(await service.schedules.readPause(on24ClientId)).toEqual({ reason: 'Later' })
  expect(await trail(account)).toEqual(['paused ok', 'resumed ok', 'paused ok'])
})

test('a backfill whose start was not answered is not started again, also after its end', async () => {
  const { on24ClientId } = signalledAccount(service, 6)
  const range = { from: '2024-01-01', to: '2024-01-31', dryRun: true }
  const { workflowId } = await service.backfills.start(on24ClientId, range, '4711')
  const { runId } = await service.client.workflow.getHandle(workflowId).describe()
  await service.client.workflow.getHandle(workflowId).terminate()
  const latest = async () => (await service.client.workflow.getHandle(workflowId).describe()).runId
  expect(await service.backfills.start(on24ClientId, range, '4711')).toMatchObject({ isNew: true })
  expect(await latest()).toBe(runId)
  expect(await service.backfills.start(on24ClientId, range, '4712')).toMatchObject({ isNew: true })
  expect(await latest()).not.toBe(runId)
})

/** Operators' signals on a whole service, at any moment and from any sender. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { syncScheduleId } from '../../../src/contracts/temporal-names.ts'
import { requestOperation } from '../../../src/operating/request-operation.ts'
import { listAudit } from '../../../src/store/audit.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import {
  type SignalledAccount,
  signalledAccount,
} from '../../support/accounts/signalled-account.ts'
import { AccountNotLinked } from '../../../src/store/accounts/account.ts'

const SOON = { timeout: 30_000, interval: 50 }
const LONGEST_STOP_MS = 15_000
const PEOPLE = 6

let service: ServiceFixture
beforeAll(async () => {
  service = await openServiceFixture({
    world: { accounts: Array.from({ length: 4 }, () => ({})) },
    rhythm: { watchSchedules: 300 },
  })
  const { world, clock } = service.sandbox
  const liveStartAt = new Date(clock.now().getTime() + 24 * 3_600_000)
  for (const { on24ClientId } of world.accounts) {
    for (const people of [PEOPLE, PEOPLE]) {
      world.registerMany(world.addWebinar(on24ClientId, { liveStartAt }), people)
    }
  }
})
afterAll(() => service.close())

const link = async (index: number) => {
  const account = signalledAccount(service, index)
  await service.link(account.on24ClientId)
  return account
}

/** Registers one more person for the account's first webinar. */
function registerOne({ on24ClientId }: SignalledAccount): void {
  const [webinar] = service.sandbox.world.truth(on24ClientId)
  service.sandbox.world.register(webinar?.eventId ?? expect.fail('no webinar'))
}

async function attributeOf({ controller }: SignalledAccount): Promise<unknown> {
  const { typedSearchAttributes } = await controller.describe()
  return typedSearchAttributes.getAll().find(({ key }) => key.name === 'AccountState')?.value
}

const scheduleOf = ({ on24ClientId }: SignalledAccount) =>
  service.client.schedule.getHandle(syncScheduleId(on24ClientId))

async function byCommand({ controller }: SignalledAccount, signal: string, input: string) {
  await promisify(execFile)('temporal', [
    ...['workflow', 'signal', '--workflow-id', controller.workflowId],
    ...['--name', signal, '--input', input],
    ...['--address', inject('temporalAddress'), '--namespace', service.namespace],
  ])
}

/** Signals like the Temporal UI: addresses the run that the page shows, and sends JSON as typed. */
async function byUi({ controller }: SignalledAccount, signalName: string, text: string | null) {
  const { runId, workflowId } = await controller.describe()
  const bytes = (value: string) => new TextEncoder().encode(value)
  const payload = { metadata: { encoding: bytes('json/plain') }, data: bytes(text ?? '') }
  await service.client.workflowService.signalWorkflowExecution({
    namespace: service.namespace,
    workflowExecution: { workflowId, runId },
    signalName,
    ...(text !== null && { input: { payloads: [payload] } }),
  })
}

test('a run that is reading stops in time, and nothing is lost after the resume', async () => {
  const account = signalledAccount(service, 0)
  const { on24ClientId } = account
  const held = account.hold({ vendor: 'on24', endpoint: 'eventRegistrants' })
  await service.link(on24ClientId)
  await held.begun
  const askedAt = performance.now()
  expect(await account.signal('pause', { reason: 'Maintenance' })).toMatchObject({ result: 'done' })
  held.end()
  expect(await account.outcomes('link', 1)).toEqual(['paused'])
  expect(performance.now() - askedAt).toBeLessThan(LONGEST_STOP_MS)

  expect(await account.status()).toMatchObject({ state: 'paused', reason: 'Maintenance' })
  await expect.poll(() => attributeOf(account), SOON).toBe('paused')
  expect((await scheduleOf(account).describe()).state).toMatchObject({
    paused: true,
    note: 'Maintenance',
  })
  expect(account.contacts()).toBe(0)

  registerOne(account)
  expect(await account.signal('resume')).toMatchObject({ result: 'done' })
  await account.stateBecomes('active')
  await expect.poll(() => account.contacts(), SOON).toBe(2 * PEOPLE + 1)
  await expect.poll(() => attributeOf(account), SOON).toBe('active')
  await expect
    .poll(account.status, SOON)
    .toMatchObject({ lastRun: { outcome: 'complete', pending: 0 } })
})

test('a run that is delivering stops in time, and nothing is sent twice', async () => {
  const account = signalledAccount(service, 1)
  const held = account.hold({ vendor: 'actOn', endpoint: 'merge' })
  await service.link(account.on24ClientId)
  await held.begun
  const askedAt = performance.now()
  await account.signal('pause')
  held.end()
  expect(await account.outcomes('link', 1)).toEqual(['paused'])
  expect(performance.now() - askedAt).toBeLessThan(LONGEST_STOP_MS)
  await account.signal('resume')
  await account.stateBecomes('active')
  await expect
    .poll(account.status, SOON)
    .toMatchObject({ lastRun: { outcome: 'complete', pending: 0 } })
  expect(account.contacts()).toBe(2 * PEOPLE)
})

test('signals between runs are accepted from every sender, also twice, and senseless ones are refused', async () => {
  const account = await link(2)
  const { on24ClientId } = account
  await account.outcomes('link', 1)

  const paused = await account.answerTo('pause', () =>
    byCommand(account, 'pause', '{"reason":"By the command"}'),
  )
  expect(paused).toMatchObject({ result: 'done' })
  expect(await account.status()).toMatchObject({ state: 'paused', reason: 'By the command' })
  expect(await account.signal('pause', { reason: 'Once more' })).toMatchObject({
    result: 'unchanged',
  })
  expect(await account.status()).toMatchObject({ state: 'paused', reason: 'By the command' })
  const refused = await account.answerTo('syncNow', () => byUi(account, 'syncNow', null))
  expect(refused.result).toBe('refused')
  expect(refused.detail).toContain('Send resume instead')
  await scheduleOf(account).trigger()
  expect(await account.outcomes('sync', 1)).toEqual(['paused'])

  expect(await account.answerTo('resume', () => byUi(account, 'resume', null))).toMatchObject({
    result: 'done',
  })
  expect(await account.outcomes('sync', 2)).toEqual(['complete', 'paused'])
  expect(await account.signal('resume')).toMatchObject({ result: 'unchanged' })

  const operator = { actor: 'operator:test', address: '127.0.0.1' }
  const ask = (request: Parameters<typeof requestOperation>[2]) =>
    requestOperation(service, on24ClientId, request, operator)
  expect(await ask({ signal: 'syncNow' })).toEqual({ workflowId: `account/${on24ClientId}` })
  expect(await account.outcomes('sync', 3)).toEqual(['complete', 'complete', 'paused'])
  const trail = async () =>
    (await listAudit(service.store, on24ClientId, { limit: 6 })).map(
      ({ actor, action, result }) => `${actor} ${action} ${result}`,
    )
  await expect
    .poll(trail, SOON)
    .toEqual([
      'operator:test syncNow ok',
      'temporal resumed unchanged',
      'temporal resumed ok',
      'temporal syncNow refused',
      'temporal paused unchanged',
      'temporal paused ok',
    ])
  await expect(requestOperation(service, '1', { signal: 'resume' }, operator)).rejects.toThrow(
    AccountNotLinked,
  )
})

test('a sync that is asked for during a run is one more run after it', async () => {
  const account = signalledAccount(service, 2)
  const before = (await account.runs('sync')).length
  const held = account.hold({ vendor: 'on24', endpoint: 'events' })
  await scheduleOf(account).trigger()
  await held.begun
  expect(await account.signal('syncNow')).toMatchObject({ result: 'done' })
  registerOne(account)
  held.end()
  expect((await account.outcomes('sync', before + 2)).slice(0, 2)).toEqual(['complete', 'complete'])
  const [second, first] = await account.runs('sync')
  expect(second?.startedAt.getTime()).toBeGreaterThanOrEqual(first?.finishedAt?.getTime() ?? NaN)
  expect(account.contacts()).toBe(2 * PEOPLE + 1)
})

test('a Schedule that is paused, unpaused or deleted by hand gives the same state', async () => {
  const account = await link(3)
  await account.outcomes('link', 1)
  await scheduleOf(account).pause('By hand')
  await account.stateBecomes('paused')
  expect(await account.status()).toMatchObject({ reason: 'By hand' })

  await scheduleOf(account).delete()
  const paused = async () => service.schedules.readPause(account.on24ClientId)
  await expect.poll(paused, SOON).toEqual({ reason: 'By hand' })

  registerOne(account)
  await scheduleOf(account).unpause()
  await account.stateBecomes('active')
  expect(await account.outcomes('sync', 1)).toEqual(['complete'])
  expect(account.contacts()).toBe(2 * PEOPLE + 1)
})

test('a controller that was terminated is started again soon, and at once by an operation', async () => {
  const account = signalledAccount(service, 3)
  await account.controller.terminate()
  const status = async () => (await account.controller.describe()).status.name
  await expect.poll(status, SOON).toBe('RUNNING')

  await account.controller.terminate()
  const operator = { actor: 'operator:test', address: null }
  await requestOperation(service, account.on24ClientId, { signal: 'pause', reason: null }, operator)
  await account.stateBecomes('paused')
  await expect
    .poll(account.status, SOON)
    .toMatchObject({ signals: [{ signal: 'pause', result: 'done' }] })
})

import { expect, test } from 'vitest'
import { ActOnWrongPassword } from '../../../src/act-on/tokens/token-errors.ts'
import { ActOnAccountTaken, OtherActOnAccount } from '../../../src/accounts/link-account.ts'
import { reconcileAccounts } from '../../../src/accounts/reconcile.ts'
import { registerAccount } from '../../../src/accounts/register-account.ts'
import { controllerId, syncScheduleId } from '../../../src/contracts/temporal-names.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import { getAccount, insertAccount } from '../../../src/store/accounts/accounts.ts'
import { readOn24Credential } from '../../../src/store/credentials/credentials.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { linkByInvitation } from '../../support/api/link-account.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun } from '../../support/temporal/slot-runs.ts'

const WORLD = {
  accounts: [
    { name: 'First', timeZone: 'Europe/Berlin' },
    { name: 'Second', timeZone: 'Nowhere/Land' },
  ],
}

async function start() {
  const service = await startServiceFixture({ world: WORLD })
  const [first, second] = service.sandbox.world.accounts
  if (first === undefined || second === undefined) return expect.fail('two accounts are needed')
  const linkAs = (on24ClientId: string, user: WorldAccount['actOn']) =>
    linkByInvitation(service, { on24ClientId, ...user })
  return { service, first, second, linkAs }
}

test('a link is one to one, both ways', async () => {
  const { service, first, second, linkAs } = await start()
  await registerAccount(service, first)
  await registerAccount(service, second)
  await linkAs(first.on24ClientId, first.actOn)

  await expect(linkAs(second.on24ClientId, first.actOn)).rejects.toThrow(ActOnAccountTaken)
  await expect(linkAs(first.on24ClientId, second.actOn)).rejects.toThrow(OtherActOnAccount)
  expect(await getAccount(service.store, first.on24ClientId)).toMatchObject({
    actOnAccountId: first.actOn.accountId,
  })
  expect(await getAccount(service.store, second.on24ClientId)).toMatchObject({
    actOnAccountId: null,
    linkedAt: null,
  })
})

test('a wrong password links nothing and starts nothing', async () => {
  const { service, first, linkAs } = await start()
  await registerAccount(service, first)
  const wrong = { ...first.actOn, password: 'not it' }
  await expect(linkAs(first.on24ClientId, wrong)).rejects.toThrow(ActOnWrongPassword)
  expect((await getAccount(service.store, first.on24ClientId)).linkedAt).toBeNull()
  expect(await service.schedules.exists(first.on24ClientId)).toBe(false)
})

test("lists are written in the Act-On account's zone, or in the one that the operator chose", async () => {
  const { service, first, second, linkAs } = await start()
  await registerAccount(service, first)
  await linkAs(first.on24ClientId, first.actOn)
  const zoneOf = async (id: string) => (await getAccount(service.store, id)).timeZone
  expect(await zoneOf(first.on24ClientId)).toBe('Europe/Berlin')

  await registerAccount(service, second)
  await linkAs(second.on24ClientId, second.actOn)
  expect(await zoneOf(second.on24ClientId)).toBe('America/Los_Angeles')
})

test('the zone that an operator chose at registration survives linking', async () => {
  const { service, first, linkAs } = await start()
  await registerAccount(service, { ...first, timeZone: 'Asia/Kolkata' })
  await linkAs(first.on24ClientId, first.actOn)
  expect(await getAccount(service.store, first.on24ClientId)).toMatchObject({
    timeZone: 'Asia/Kolkata',
  })
})

test('registering twice changes nothing', async () => {
  const { service, first } = await start()
  expect(await registerAccount(service, first)).toBe(true)
  expect(await registerAccount(service, { ...first, name: 'Another name' })).toBe(false)
  expect((await getAccount(service.store, first.on24ClientId)).name).toBe('First')
})

test('a registration that was cut short is completed by the next one', async () => {
  const { service, first } = await start()
  await insertAccount(service.store, {
    ...first,
    actOnRegion: first.region,
    timeZone: 'UTC',
    timeZoneChosen: false,
    wrappedDataKey: service.ciphers.newWrappedDataKey(first.on24ClientId),
    createdAt: service.now(),
  })
  expect(await registerAccount(service, first)).toBe(true)
  expect(await readOn24Credential(service.store, service.ciphers, first.on24ClientId)).toEqual({
    accessTokenKey: first.accessTokenKey,
    accessTokenSecret: first.accessTokenSecret,
  })
  expect(await registerAccount(service, first)).toBe(false)
})

test('a link that was stored but not started gets controller, Schedule and first run at the next start', async () => {
  const { service, first, linkAs } = await start()
  const { on24ClientId } = first
  await registerAccount(service, first)
  await linkAs(on24ClientId, first.actOn)
  const runs = () => listRuns(service.store, on24ClientId, 5)
  // Waits until the run has closed in Temporal too: two runs that a Schedule starts within one second have the same
  // workflow id.
  await endOfFirstRun(service, on24ClientId)
  await service.client.schedule.getHandle(syncScheduleId(on24ClientId)).delete()
  await service.client.workflow.getHandle(controllerId(on24ClientId)).terminate()

  await reconcileAccounts(service)
  expect(await service.schedules.exists(on24ClientId)).toBe(true)
  const controller = await service.client.workflow.getHandle(controllerId(on24ClientId)).describe()
  expect(controller.status.name).toBe('RUNNING')
  await expect.poll(async () => (await runs()).length, { timeout: 30_000 }).toBe(2)
})

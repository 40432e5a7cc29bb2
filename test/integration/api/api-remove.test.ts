import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { controllerId } from '../../../src/contracts/temporal-names.ts'
import { hashOfToken } from '../../../src/crypto/secret-token.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import { AccountUnknown, findAccount } from '../../../src/store/accounts/accounts.ts'
import { beginRemoval, isWorkedOn } from '../../../src/store/accounts/removals.ts'
import { findInvitation } from '../../../src/store/visitors/invitations.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { expectProblem } from '../../support/api/problem.ts'
import { tablesWithRowsOf } from '../../support/rows/rows-of-account.ts'

const SOON = { timeout: 30_000, interval: 100 }
const HOUR_MS = 60 * 60 * 1000

let api: OperatorApiFixture
let given = 0

beforeAll(async () => {
  api = await openOperatorApiFixture({
    world: { accounts: Array.from({ length: 10 }, () => ({})) },
    rhythm: { reconcileDue: 200 },
  })
})
afterAll(() => api.close())
beforeEach(() => {
  api.sandbox.faults.clear()
})

/** An account that no other test uses, with a webinar of 30 registrants. */
function nextAccount(): WorldAccount {
  const account = api.sandbox.world.accounts[given] ?? expect.fail('no account left')
  given += 1
  const liveStartAt = new Date(api.sandbox.clock.now().getTime() + 24 * HOUR_MS)
  const eventId = api.sandbox.world.addWebinar(account.on24ClientId, { liveStartAt })
  api.sandbox.world.registerMany(eventId, 30)
  // ON24's lists show such changes only hours later.
  api.sandbox.clock.advance(12 * HOUR_MS)
  return account
}

const remove = (on24ClientId: string) => api.call(`/accounts/${on24ClientId}`, { method: 'DELETE' })

const runsOf = (on24ClientId: string) => listRuns(api.store, on24ClientId, 5)

const contactsOf = ({ on24ClientId, actOn }: WorldAccount) =>
  api.sandbox.actOn
    .lists(actOn.accountId)
    .filter(({ folderName }) => folderName === on24ClientId)
    .reduce((sum, { rows }) => sum + rows.length, 0)

async function expectGone(on24ClientId: string): Promise<void> {
  // Whoever looks after the account at the same moment holds its lease for a little longer.
  await expect.poll(() => tablesWithRowsOf(api.store, on24ClientId), SOON).toEqual([])
  expect((await api.audit(on24ClientId)).at(-1)).toBe('unlinked ok')
  expect(await api.schedules.exists(on24ClientId)).toBe(false)
  const controller = await api.client.workflow.getHandle(controllerId(on24ClientId)).describe()
  expect(controller.status.name).toBe('TERMINATED')
  await expect.poll(() => runningWorkflows(on24ClientId), SOON).toEqual([])
}

async function runningWorkflows(on24ClientId: string): Promise<string[]> {
  const query = `On24ClientId = "${on24ClientId}" AND ExecutionStatus = "Running"`
  const ids: string[] = []
  for await (const { workflowId } of api.client.workflow.list({ query })) ids.push(workflowId)
  return ids
}

async function statusOf(workflowId = 'none'): Promise<string> {
  return (await api.client.workflow.getHandle(workflowId).describe()).status.name
}

async function attemptOf(workflowId = 'none'): Promise<number | undefined> {
  const { raw } = await api.client.workflow.getHandle(workflowId).describe()
  return raw.pendingActivities?.[0]?.attempt ?? undefined
}

test('a removed account is gone but for its audit trail, and can be registered and linked again', async () => {
  const account = nextAccount()
  const { on24ClientId } = account
  await api.link(on24ClientId)
  await expect.poll(() => runsOf(on24ClientId), SOON).toMatchObject([{ outcome: 'complete' }])
  expect(contactsOf(account)).toBe(30)
  const invitation = await api.call(`/accounts/${on24ClientId}/link-invitations`, {
    method: 'POST',
  })
  const token = /\/link\/([\w-]+)"/.exec(invitation.text)?.[1] ?? expect.fail('no invitation')

  const answer = await remove(on24ClientId)
  expect(answer).toMatchObject({ status: 204, body: null })
  await expectGone(on24ClientId)
  expect(await findInvitation(api.store, hashOfToken(token))).toBeUndefined()
  await expect(api.ciphers.of(on24ClientId)).rejects.toThrow(AccountUnknown)
  expectProblem(await api.call(`/accounts/${on24ClientId}`), 404, 'notRegistered')
  expectProblem(await remove(on24ClientId), 404, 'notRegistered')
  const trail = await api.call(`/accounts/${on24ClientId}/audit?limit=1`)
  expect(trail.body).toMatchObject({
    items: [{ action: 'unlinked', actor: 'operator:test', address: '203.0.113.1' }],
  })

  const again = await api.call('/accounts', {
    method: 'POST',
    body: {
      on24ClientId,
      name: account.name,
      region: 'na',
      accessTokenKey: account.accessTokenKey,
      accessTokenSecret: account.accessTokenSecret,
    },
  })
  expect(again.status).toBe(201)
  await api.link(on24ClientId)
  await expect.poll(() => runsOf(on24ClientId), SOON).toMatchObject([{ outcome: 'complete' }])
  expect(await findAccount(api.store, on24ClientId)).toMatchObject({
    actOnAccountId: account.actOn.accountId,
  })
})

const isDiscovering = async (id: string) => (await runsOf(id)).length === 1
const isReading = (id: string) => isWorkedOn(api.store, id)
const isDelivering = async (id: string) => {
  const jobs = api.store.selectFrom('mergeJob').select('id').where('on24ClientId', '=', id)
  return (await jobs.execute()).length > 0
}

test.each([
  ['discovers', 'on24', 'events', isDiscovering],
  ['reads', 'on24', 'eventRegistrants', isReading],
  ['delivers', 'actOn', 'merge', isDelivering],
] as const)(
  'a run that %s ends and writes nothing afterwards',
  async (_name, vendor, endpoint, isThere) => {
    const account = nextAccount()
    const { on24ClientId } = account
    api.sandbox.faults.add({ vendor, endpoint, effect: { delayMs: 10 * 60_000 } })
    await api.link(on24ClientId)
    await expect.poll(() => isThere(on24ClientId), SOON).toBe(true)
    const [run] = await runsOf(on24ClientId)

    expect((await remove(on24ClientId)).status).toBe(204)
    expect(await statusOf(run?.workflowId)).not.toBe('RUNNING')
    await expectGone(on24ClientId)
  },
)

test('a run that waits for ON24’s quota ends at once', async () => {
  const { on24ClientId } = nextAccount()
  api.sandbox.on24.knobs.callsPerMinute.events = 0
  await api.link(on24ClientId)
  const refused = {
    vendor: 'on24',
    account: on24ClientId,
    endpoint: 'events',
    status: 403,
  } as const
  await expect.poll(() => api.sandbox.ledger.count(refused), SOON).toBe(1)
  api.sandbox.on24.knobs.callsPerMinute.events = Infinity
  const [run] = await runsOf(on24ClientId)
  // The other questions, which were asked at the same time, have ended, too.
  await expect.poll(() => attemptOf(run?.workflowId), SOON).toBe(2)
  expect((await remove(on24ClientId)).status).toBe(204)
  expect(await statusOf(run?.workflowId)).toBe('CANCELLED')
  await expectGone(on24ClientId)
})

test('two removals at once both succeed, and the trail has one line', async () => {
  const { on24ClientId } = nextAccount()
  await api.link(on24ClientId)
  const answers = await Promise.all([remove(on24ClientId), remove(on24ClientId)])
  expect(answers.map(({ status }) => status)).toEqual([204, 204])
  await expectGone(on24ClientId)
  const unlinked = (await api.audit(on24ClientId)).filter((line) => line.startsWith('unlinked'))
  expect(unlinked).toEqual(['unlinked ok'])
})

test('an interrupted removal is finished by the service, in the name of the operator who began it', async () => {
  const { on24ClientId } = nextAccount()
  await api.link(on24ClientId)
  await api.schedules.remove(on24ClientId)
  const by = { actor: 'operator:alice', address: '203.0.113.9', at: api.now() }
  expect(await beginRemoval(api.store, on24ClientId, by)).toBe(true)
  await expect.poll(() => findAccount(api.store, on24ClientId), SOON).toBeUndefined()
  await expectGone(on24ClientId)
  const { body } = await api.call(`/accounts/${on24ClientId}/audit`)
  expect(body).toMatchObject({
    items: [{ action: 'unlinked', actor: 'operator:alice', address: '203.0.113.9' }],
  })
})

/** Comparisons that operators request over the API, in a whole service. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Finding, Verification } from '../../../src/api/verification.ts'
import { verifyWorkflowId } from '../../../src/contracts/temporal-names.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { expectProblem } from '../../support/api/problem.ts'
import { endOfFirstRun } from '../../support/temporal/slot-runs.ts'

const SOON = { timeout: 60_000, interval: 100 }
const PEOPLE = 8
const Verifications = z.object({ items: z.array(Verification) })
const Findings = z.object({ items: z.array(Finding) })

let api: OperatorApiFixture
let linked: string
let actOnAccount: string
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { accounts: [{}, {}] } })
  const [account] = api.sandbox.world.accounts
  linked = account?.on24ClientId ?? expect.fail('no account')
  actOnAccount = account?.actOn.accountId ?? expect.fail('no account')
  const { world, clock } = api.sandbox
  const liveStartAt = new Date(clock.now().getTime() + 24 * 3_600_000)
  world.registerMany(world.addWebinar(linked, { liveStartAt }), PEOPLE)
  await api.link(linked)
  await endOfFirstRun(api, linked)
})
afterAll(() => api.close())

const verify = (body: unknown, id = linked) =>
  api.call(`/accounts/${id}/verify`, { method: 'POST', body })

/** The workflow of an earlier comparison ends a moment after its run. */
async function accepted(body: unknown): Promise<void> {
  await expect.poll(async () => (await verify(body)).status, SOON).toBe(202)
}

async function verifications(): Promise<Verification[]> {
  return Verifications.parse((await api.call(`/accounts/${linked}/verifications`)).body).items
}

async function findings(startedAt: string, query = ''): Promise<Finding[]> {
  const path = `/accounts/${linked}/verifications/${startedAt}/findings${query}`
  return Findings.parse((await api.call(path)).body).items
}

/** The newest comparison, once there are `count` and it has ended. */
async function ended(count: number): Promise<Verification> {
  await expect
    .poll(async () => {
      const all = await verifications()
      return all.length === count && all.every(({ finishedAt }) => finishedAt !== null)
    }, SOON)
    .toBe(true)
  return (await verifications())[0] ?? expect.fail('no verification')
}

test('a verification finds, a repair mends, and both are listed with their findings', async () => {
  const lists = api.sandbox.actOn.lists(actOnAccount)
  const [row] = lists.find(({ folderName }) => folderName === linked)?.rows ?? []
  api.sandbox.actOn.user.editCell(actOnAccount, row?.recordId ?? '', 'Company', 'Edited by a user')

  expect(await verify(undefined)).toMatchObject({
    status: 202,
    body: { workflowId: verifyWorkflowId(linked) },
  })
  const verified = await ended(1)
  expect(verified).toMatchObject({
    ...{
      kind: 'verify',
      repair: false,
      lists: 1,
      contacts: PEOPLE,
      missing: 0,
      extra: 0,
      duplicate: 0,
    },
    ...{ different: 0, userEdited: 1, repaired: 0 },
  })
  expect(await findings(verified.startedAt)).toMatchObject([
    { kind: 'userEdited', columns: ['Company'], repairedAt: null },
  ])
  const { workflowId, runId } = verified
  const itsRun = `/accounts/${linked}/runs/${encodeURIComponent(workflowId)}/${runId}`
  expect((await api.call(itsRun)).body).toMatchObject({ startedAt: verified.startedAt })
  expect(await findings(verified.startedAt, '?kind=missing')).toEqual([])
  expect(await findings(verified.startedAt, '?repaired=true')).toEqual([])

  await accepted({ repair: true })
  expect(await ended(2)).toMatchObject({ repair: true, userEdited: 1, repaired: 1 })
  await accepted({ repair: false })
  expect(await ended(3)).toMatchObject({ userEdited: 0 })
  expect((await api.audit(linked)).filter((entry) => entry === 'verify ok')).toEqual([
    'verify ok',
    'verify ok',
    'verify ok',
  ])
  const runs = (await api.call(`/accounts/${linked}/runs?trigger=compare`)).body
  const kinds = ['verify', 'repair', 'verify'].map((comparison) => ({ comparison }))
  expect(runs).toMatchObject({ items: kinds })
})

test('a comparison waits while the account is paused, and continues after the resume', async () => {
  const count = (await verifications()).length
  await api.call(`/accounts/${linked}/pause`, { method: 'POST' })
  await expect
    .poll(async () => (await api.call(`/accounts/${linked}`)).body, SOON)
    .toMatchObject({ state: 'paused' })
  await accepted({})
  await expect.poll(async () => (await verifications()).length, SOON).toBe(count + 1)
  expectProblem(await verify({}), 409, 'comparing')
  expect((await verifications())[0]).toMatchObject({ finishedAt: null, lists: 0 })
  await api.call(`/accounts/${linked}/resume`, { method: 'POST' })
  expect(await ended(count + 1)).toMatchObject({ lists: 1, userEdited: 0, missing: 0 })
})

test('a repair ends although Act-On refuses to remove a row', async () => {
  const count = (await verifications()).length
  const { actOn, faults } = api.sandbox
  const list = actOn.lists(actOnAccount).find(({ folderName }) => folderName === linked)
  actOn.user.addRow(actOnAccount, list?.listId ?? '', list?.rows[0]?.cells ?? {})
  const lift = faults.add({
    ...{ vendor: 'actOn', account: actOnAccount, endpoint: 'deleteRecords', times: Infinity },
    effect: { answer: { status: 403, body: '{"status":"error","message":"No."}' } },
  })
  await accepted({ repair: true })
  expect(await ended(count + 1)).toMatchObject({ duplicate: 1, repaired: 0 })
  lift()
  await accepted({ repair: true })
  expect(await ended(count + 2)).toMatchObject({ duplicate: 1, repaired: 1 })
})

test('what cannot be compared is refused with what to do', async () => {
  const unlinked = api.sandbox.world.accounts[1]?.on24ClientId ?? ''
  expectProblem(await verify({}, unlinked), 404, 'notRegistered')
  expectProblem(await verify({ repair: 'yes' }), 422, 'invalid')
  const path = `/accounts/${linked}/verifications/2020-01-01T00:00:00.000Z/findings`
  expectProblem(await api.call(path), 404, 'verificationUnknown')
})

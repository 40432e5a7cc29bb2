/** The notice of a lost link, and the sync after the relink. */
import { MockActivityEnvironment } from '@temporalio/testing'
import { Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDeliverNotice } from '../../../activities/deliver-notice.ts'
import { linkAccount } from '../../../src/accounts/link-account.ts'
import { makeStatusLink } from '../../../src/accounts/status-link.ts'
import { noticeWorkflowId } from '../../../src/contracts/temporal-names.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import { markNeedsRelink } from '../../../src/store/accounts/account-state.ts'
import { listAudit } from '../../../src/store/audit.ts'
import { openInvitation } from '../../support/api/link-account.ts'
import {
  type NoticeReceiver,
  relinkUrlOf,
  startNoticeReceiver,
} from '../../support/api/notice-receiver.ts'
import { readable } from '../../support/secret-search/texts.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun, endOfRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'

const DAY_MS = 24 * 3_600_000
const NOW = '2026-06-15T07:00:00Z'
const webinars = [{ liveStartAt: new Date(Date.parse(NOW) + DAY_MS), people: 0 }]

let service: ServiceFixture
let receiver: NoticeReceiver
beforeAll(async () => {
  receiver = await startNoticeReceiver(() => service.sandbox.clock.now())
  service = await openServiceFixture({
    clock: stillClock(NOW),
    world: { accounts: [{ webinars }, { webinars }, { webinars }] },
    env: receiver.env,
    keepAliveSeconds: 0.5,
  })
})
afterAll(async () => {
  await service.close()
  await receiver.close()
})

/** A linked account whose first run has ended. */
async function linked(index: number): Promise<WorldAccount & { readonly eventId: number }> {
  const account = service.sandbox.world.accounts[index] ?? expect.fail('no account')
  const [webinar] = service.sandbox.world.webinarsUnder(account.on24ClientId)
  await service.link(account.on24ClientId)
  await endOfFirstRun(service, account.on24ClientId)
  return { ...account, eventId: webinar?.eventId ?? expect.fail('no webinar') }
}

/** Simulates a customer who changes the password, so that Act-On revokes the tokens granted for the old one. */
function loseLink({ actOn }: WorldAccount): void {
  service.sandbox.actOn.user.changePassword(actOn.userName, 'Zq7canary-another')
  service.sandbox.actOn.user.expireAccessTokens(actOn.accountId)
}

function findLink({ actOn }: WorldAccount): void {
  service.sandbox.actOn.user.changePassword(actOn.userName, actOn.password)
}

function tokenCalls({ actOn }: WorldAccount): number {
  return service.sandbox.actOn.authAttempts().filter(({ userName }) => userName === actOn.userName)
    .length
}

function noticesOf({ on24ClientId }: WorldAccount) {
  return service.store
    .selectFrom('notice')
    .select(['id', 'outcome'])
    .where('on24ClientId', '=', on24ClientId)
    .orderBy('seq')
    .execute()
}

const receivedFor = ({ on24ClientId }: WorldAccount) =>
  receiver.received.filter(({ notice }) => notice.data.on24ClientId === on24ClientId)

const tokenIn = (url: string) => url.slice(url.lastIndexOf('/') + 1)

function relink(
  { actOn }: WorldAccount,
  invitation: Parameters<typeof linkAccount>[1]['invitation'],
) {
  const { userName, password } = actOn
  const link = { invitation, submissionHash: null, userName, password }
  return linkAccount(service, link, AbortSignal.timeout(60_000))
}

test('one loss is one notice whose last invitation is open; after the relink nothing is missing', async () => {
  const account = await linked(0)
  const { on24ClientId, eventId, actOn } = account
  const { world } = service.sandbox
  const noAudit = () => Promise.resolve()
  const customersPage = await makeStatusLink(service, on24ClientId, 'operator:test', noAudit)
  receiver.answers.push(500, 302, 429)
  loseLink(account)
  world.registerMany(eventId, 6)
  const lost = await runSlotAfter(service, on24ClientId, 6)
  expect(lost).toMatchObject({ outcome: 'needsRelink', ledger: { read: 6, pending: 6 } })

  await expect
    .poll(() => noticesOf(account), { timeout: 30_000 })
    .toMatchObject([{ outcome: 'delivered' }])
  const [{ id } = expect.fail('no notice')] = await noticesOf(account)
  const received = receivedFor(account)
  expect(received.map((one) => one.id)).toEqual([id, id, id, id])
  expect(receiver.faults).toEqual([])
  const urls = received.map(relinkUrlOf)
  expect(new Set(urls).size).toBe(4)
  const open = await Promise.all(urls.map((url) => openInvitation(service, url)))
  expect(open.map((invitation) => invitation !== null)).toEqual([false, false, false, true])
  expect(received.at(-1)?.notice).toMatchObject({
    data: {
      name: account.name,
      reason: 'Act-On refused the stored user name or password.',
      since: service.sandbox.clock.now().toISOString(),
      state: 'needsRelink',
      statusUrl: `http://127.0.0.1:8080/accounts/${on24ClientId}`,
      customerStatusUrl: customersPage.url,
    },
  })
  const audit = await listAudit(service.store, on24ClientId, { limit: 50 })
  const invited = { action: 'invited', result: 'ok', address: null }
  const byService = audit.filter(({ actor }) => actor === 'service')
  expect(byService).toMatchObject(urls.map(() => invited))
  const workflow = service.client.workflow.getHandle(noticeWorkflowId(id))
  expect(await workflow.result()).toBe('delivered')
  const history = readable(await workflow.fetchHistory())
  expect(history).toContain(`{\\"noticeId\\":\\"${id}\\"}`)
  expect(history).toContain('answered 429')
  for (const url of [...urls, customersPage.url]) expect(history).not.toContain(tokenIn(url))

  const asked = tokenCalls(account)
  for (const people of [3, 2]) {
    world.registerMany(eventId, people)
    const run = await runSlotAfter(service, on24ClientId, 6)
    expect(run).toMatchObject({ outcome: 'needsRelink', callsActOn: 0 })
  }
  expect(tokenCalls(account)).toBe(asked)
  expect(receivedFor(account)).toHaveLength(4)
  expect(await noticesOf(account)).toHaveLength(1)

  findLink(account)
  world.registerMany(eventId, 1)
  await relink(account, open.at(-1) ?? expect.fail('no open invitation'))
  const goneOn = await endOfRun(
    service,
    on24ClientId,
    ({ startedAt, outcome }) => startedAt >= service.sandbox.clock.now() && outcome === 'complete',
  )
  expect(goneOn).toMatchObject({ ledger: { read: 12, created: 12, pending: 0 } })
  await expect.poll(() => receivedFor(account).length, { timeout: 20_000 }).toBe(5)
  const { since } = received.at(-1)?.notice.data ?? expect.fail('nothing received')
  expect(receivedFor(account).at(-1)?.notice).toMatchObject({
    type: 'account.recovered',
    data: { ends: 'needsRelink', lastedSince: since },
  })
  const [list, ...others] = service.sandbox.actOn
    .lists(actOn.accountId)
    .filter(({ folderName }) => folderName === on24ClientId)
  expect(others).toEqual([])
  expect(list?.rows).toHaveLength(12)
})

test('a notice that was sent but not stored as delivered comes again under the same id, with an invitation that works', async () => {
  const account = await linked(2)
  await markNeedsRelink(service.store, account.on24ClientId, 'Refused.', service.now())
  const outcomes = () => noticesOf(account)
  await expect.poll(outcomes, { timeout: 30_000 }).toMatchObject([{ outcome: 'delivered' }])
  const [{ id: noticeId } = expect.fail('no notice')] = await outcomes()
  await service.store
    .updateTable('notice')
    .set({ settledAt: null, outcome: null })
    .where('id', '=', noticeId)
    .execute()
  await service.store.deleteFrom('noticeDelivery').where('noticeId', '=', noticeId).execute()

  const attempt = new MockActivityEnvironment({ attempt: 2 }, { logger: Runtime.instance().logger })
  expect(await attempt.run(createDeliverNotice(service), { noticeId })).toBe('delivered')
  expect(receivedFor(account).map(({ id }) => id)).toEqual([noticeId, noticeId])
  const urls = receivedFor(account).map(relinkUrlOf)
  const open = await Promise.all(urls.map((url) => openInvitation(service, url)))
  expect(open.map((invitation) => invitation !== null)).toEqual([false, true])

  expect(await attempt.run(createDeliverNotice(service), { noticeId })).toBe('delivered')
  expect(receivedFor(account)).toHaveLength(2)
})

test('a relink cancels the unsent notice of the loss, and its own', async () => {
  const account = await linked(1)
  const { on24ClientId, eventId } = account
  receiver.answers.push(...Array.from({ length: 20 }, () => 500))
  loseLink(account)
  service.sandbox.world.registerMany(eventId, 2)
  const run = await runSlotAfter(service, on24ClientId, 6)
  expect(run).toMatchObject({ outcome: 'needsRelink' })
  await expect.poll(() => receivedFor(account).length, { timeout: 20_000 }).toBeGreaterThan(1)

  findLink(account)
  await service.link(on24ClientId)
  const sent = receivedFor(account).length
  await expect
    .poll(() => noticesOf(account), { timeout: 30_000 })
    .toMatchObject([{ outcome: 'overtaken' }, { outcome: 'overtaken' }])
  expect(receivedFor(account)).toHaveLength(sent)
})

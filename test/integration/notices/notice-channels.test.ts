/** Every channel gets each trouble's beginning and end exactly once, whatever the other channels do. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { MockActivityEnvironment } from '@temporalio/testing'
import { Runtime } from '@temporalio/worker'
import { createGiveUpNotice } from '../../../activities/give-up-notice.ts'
import { noticeWorkflowId } from '../../../src/contracts/temporal-names.ts'
import { markNeedsRelink } from '../../../src/store/accounts/account-state.ts'
import { MAIL_TO, type MailReceiver, startMailReceiver } from '../../support/api/mail-receiver.ts'
import { type NoticeReceiver, startNoticeReceiver } from '../../support/api/notice-receiver.ts'
import { type SlackReceiver, startSlackReceiver } from '../../support/api/slack-receiver.ts'
import { begunOrOver, NotifiedAccount } from '../../support/accounts/notified-account.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { newestNotice } from '../../support/rows/newest-notice.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'

const NEVER_MS = 24 * 3_600_000
const MINUTE_MS = 60_000

let service: ServiceFixture
let hook: NoticeReceiver
let slack: SlackReceiver
let mails: MailReceiver
beforeAll(async () => {
  hook = await startNoticeReceiver(() => service.sandbox.clock.now())
  slack = await startSlackReceiver()
  mails = await startMailReceiver()
  service = await openServiceFixture({
    clock: stillClock('2026-06-15T07:00:00Z'),
    world: { accounts: [] },
    env: { ...hook.env, ...slack.env, ...mails.env },
    // The tests start workflows and attempts themselves.
    rhythm: { startNoticeWorkflows: NEVER_MS },
  })
})
afterAll(async () => {
  await service.close()
  await Promise.all([hook.close(), slack.close(), mails.close()])
})
let accounts = 0
let account: NotifiedAccount
beforeEach(async () => {
  accounts += 1
  account = new NotifiedAccount(service, `9000${String(accounts)}`)
  await storeAccount(service.store, account.id, { createdAt: service.now() })
})
afterEach(() => {
  expect(hook.faults).toEqual([])
})

/** What each channel has of the account, oldest first: `begun` or `over`. */
function told() {
  return {
    webhook: hook.received
      .filter(({ notice }) => notice.data.on24ClientId === account.id)
      .map(({ notice }) => begunOrOver(notice.type === 'account.recovered')),
    slack: account.inSlack(slack),
    email: account.mailed(mails, MAIL_TO),
  }
}

const ONCE = { webhook: ['begun', 'over'], slack: ['begun', 'over'], email: ['begun', 'over'] }

test('by a workflow: two channels fail for a while, and the others get nothing twice', async () => {
  slack.answers.push([500, 'rollup_error'], [429, ''])
  mails.answers.push(451)
  const begun = await account.fail()
  expect(await account.tellByWorkflow(begun)).toBe('delivered')
  const over = await account.succeed()
  expect(await account.tellByWorkflow(over)).toBe('delivered')
  expect(told()).toEqual(ONCE)
  const [first, second] = mails.received.slice(-2)
  expect(second?.inReplyTo).toBe(first?.messageId)
  expect(first?.messageId).toContain(begun)
  expect(second?.messageId).toContain(over)
  expect(second?.subject).toBe(`Re: ${first?.subject ?? ''}`)
  const history = await service.client.workflow.getHandle(noticeWorkflowId(begun)).fetchHistory()
  expect(JSON.stringify(history)).not.toMatch(/zq7canary/i)
})

test('with Temporal away: several processes, channels that fail for a while, and everything once', async () => {
  for (const work of account.tellWithoutTemporal()) onTestFinished(() => work.stop())
  slack.answers.push([500, ''], [500, ''])
  mails.answers.push(451)
  await account.fail()
  await expect.poll(told).toEqual({ webhook: ['begun'], slack: [], email: [] })
  service.sandbox.clock.advance(MINUTE_MS)
  await expect.poll(told).toEqual({ webhook: ['begun'], slack: [], email: ['begun'] })
  service.sandbox.clock.advance(MINUTE_MS)
  await expect.poll(told).toMatchObject({ slack: ['begun'] })
  const over = await account.succeed()
  await expect.poll(() => account.outcomeOf(over)).toBe('delivered')
  expect(told()).toEqual(ONCE)
})

test('a channel that is down over a whole trouble gets neither, and delays no other', async () => {
  slack.answers.push([500, ''])
  const begun = await account.fail()
  await expect(account.tell(begun)).rejects.toThrow('Slack (NOTIFY_SLACK_URL) answered 500.')
  const over = await account.succeed()
  await expect(account.tell(over)).rejects.toMatchObject({ name: 'TroubleNotSettled' })
  const others = { webhook: ['begun', 'over'], email: ['begun', 'over'] }
  expect(told()).toEqual({ ...others, slack: [] })
  expect(await account.tell(begun)).toBe('delivered')
  expect(await account.tell(over)).toBe('delivered')
  expect(told()).toEqual({ ...others, slack: [] })
})

test('a channel on which a beginning was given up gets no end, and the others do', async () => {
  mails.answers.push(451)
  const begun = await account.fail()
  await expect(account.tell(begun)).rejects.toThrow('refused the message (451)')
  const activity = new MockActivityEnvironment({}, { logger: Runtime.instance().logger })
  await activity.run(createGiveUpNotice(service), { noticeId: begun })
  expect(await account.outcomeOf(begun)).toBe('givenUp')
  expect(await account.tell(await account.succeed())).toBe('delivered')
  expect(told()).toEqual({ ...ONCE, email: [] })
})

test('attempts at the same time send a notice once', async () => {
  const begun = await account.fail()
  expect(
    await Promise.all([account.tell(begun), account.tell(begun), account.tell(begun)]),
  ).toEqual([...['delivered', 'delivered', 'delivered']])
  expect(told()).toEqual({ webhook: ['begun'], slack: ['begun'], email: ['begun'] })
})

test('only the signed webhook gets the invitation to link again, which a retry of others leaves valid', async () => {
  await markNeedsRelink(service.store, account.id, 'Act-On refused the password.', service.now())
  const noticeId = await newestNotice(service.store, account.id)
  slack.answers.push([500, ''])
  await expect(account.tell(noticeId)).rejects.toThrow('answered 500')
  expect(await account.tell(noticeId)).toBe('delivered')
  expect(told()).toEqual({ webhook: ['begun'], slack: ['begun'], email: ['begun'] })
  expect(hook.received.at(-1)?.notice.data).toHaveProperty('relinkUrl')
  const words = ['Act-On refused the password.', 'Invite the customer to link the account again.']
  for (const shown of [slack.received.at(-1), mails.received.at(-1)].map((one) =>
    JSON.stringify(one),
  )) {
    expect(shown).not.toContain('/link/')
    for (const sentence of words) expect(shown).toContain(sentence)
  }
})

/** An account's own channels get its notices once each, beside those of all accounts, and no other account's. */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { noticeWorkflowId } from '../../../src/contracts/temporal-names.ts'
import { createSendNotice } from '../../../src/notices/send-notice.ts'
import { changeRecipients, type RecipientsChange } from '../../../src/store/notice-recipients.ts'
import { CANARY_IN_ADDRESS } from '../../../sandbox/world/canary.ts'
import { MAIL_TO, type MailReceiver, startMailReceiver } from '../../support/api/mail-receiver.ts'
import { type SlackReceiver, startSlackReceiver } from '../../support/api/slack-receiver.ts'
import { NotifiedAccount } from '../../support/accounts/notified-account.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { storeRegistered } from '../../support/rows/stored-account.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'

const NEVER_MS = 24 * 3_600_000
const MINUTE_MS = 60_000

let service: ServiceFixture
let slack: SlackReceiver
let ownSlack: SlackReceiver
let mails: MailReceiver
beforeAll(async () => {
  slack = await startSlackReceiver()
  ownSlack = await startSlackReceiver()
  mails = await startMailReceiver()
  service = await openServiceFixture({
    clock: stillClock('2026-06-15T07:00:00Z'),
    world: { accounts: [] },
    env: { ...slack.env, ...mails.env },
    // The tests start workflows and attempts themselves.
    rhythm: { startNoticeWorkflows: NEVER_MS },
  })
})
afterAll(async () => {
  await service.close()
  await Promise.all([slack.close(), ownSlack.close(), mails.close()])
})
let accounts = 0
let account: NotifiedAccount
beforeEach(async () => {
  accounts += 1
  account = new NotifiedAccount(service, `9100${String(accounts)}`)
  await storeRegistered(service, account.id)
})

/** Mail servers and logs must not repeat it. */
const addressOf = (name: string) => `${name}.${CANARY_IN_ADDRESS}@brightwater.example`

async function set(change: RecipientsChange): Promise<void> {
  const { id } = account
  const cipher = await service.ciphers.of(id)
  await changeRecipients(service.store, { on24ClientId: id, cipher, at: service.now() }, change)
}

const both = () => ({
  notifyEmailTo: [addressOf('ada'), addressOf('ben')],
  notifySlackUrl: ownSlack.env['NOTIFY_SLACK_URL'] ?? '',
})

/** What each channel has of the account, oldest first: `begun` or `over`. */
function told() {
  return {
    slack: account.inSlack(slack),
    email: account.mailed(mails, MAIL_TO),
    ownSlack: account.inSlack(ownSlack),
    ada: account.mailed(mails, addressOf('ada')),
    ben: account.mailed(mails, addressOf('ben')),
  }
}

const ONCE = ['begun', 'over']
const NEVER = { ownSlack: [], ada: [], ben: [] }
const ALL = { slack: ONCE, email: ONCE, ownSlack: ONCE, ada: ONCE, ben: ONCE }

test('by a workflow: channels of both kinds fail for a while, and each gets everything once', async () => {
  await set(both())
  ownSlack.answers.push([500, 'rollup_error'], [429, ''])
  slack.answers.push([500, ''])
  mails.answers.push(451)
  const begun = await account.fail()
  expect(await account.tellByWorkflow(begun)).toBe('delivered')
  const over = await account.succeed()
  expect(await account.tellByWorkflow(over)).toBe('delivered')
  expect(told()).toEqual(ALL)
  const history = await service.client.workflow.getHandle(noticeWorkflowId(begun)).fetchHistory()
  expect(JSON.stringify(history)).not.toMatch(/zq7canary|brightwater\.example/i)
})

test('with Temporal away: several processes, the own Slack is down for a while, and everything once', async () => {
  await set(both())
  for (const work of account.tellWithoutTemporal()) onTestFinished(() => work.stop())
  ownSlack.answers.push([500, ''])
  await account.fail()
  const others = { slack: ['begun'], email: ['begun'], ada: ['begun'], ben: ['begun'] }
  await expect.poll(told).toEqual({ ...others, ownSlack: [] })
  service.sandbox.clock.advance(MINUTE_MS)
  await expect.poll(told).toEqual({ ...others, ownSlack: ['begun'] })
  const over = await account.succeed()
  await expect.poll(() => account.outcomeOf(over)).toBe('delivered')
  expect(told()).toEqual(ALL)
})

test('an own channel that is down says which it is, and quotes neither its URL nor an address', async () => {
  await set(both())
  ownSlack.answers.push([404, 'no_service'])
  const begun = await account.fail()
  const failure: unknown = await account.tell(begun).catch((error: unknown) => error)
  expect(String(failure)).toContain(
    'The account’s own Slack webhook answered 404 (no_service): the webhook is gone',
  )
  expect(String(failure)).not.toMatch(/zq7canary|http|@/i)
  expect(told()).toMatchObject({ slack: ['begun'], ada: ['begun'], ownSlack: [] })
  expect(await account.tell(begun)).toBe('delivered')
  expect(told()).toMatchObject({ slack: ['begun'], ada: ['begun'], ownSlack: ['begun'] })
})

test('other accounts and removed channels get nothing, and a channel set later gets no end without its beginning', async () => {
  await account.tell(await account.fail())
  await set(both())
  await account.tell(await account.succeed())
  expect(told()).toEqual({ slack: ONCE, email: ONCE, ...NEVER })

  await set({ notifyEmailTo: null, notifySlackUrl: null })
  service.sandbox.clock.advance(MINUTE_MS)
  await account.tell(await account.fail())
  expect(told()).toMatchObject(NEVER)
})

test('who gets the notices of all accounts at the same place gets none twice', async () => {
  const notifySlackUrl = slack.env['NOTIFY_SLACK_URL'] ?? ''
  await set({ notifyEmailTo: [MAIL_TO.toUpperCase(), addressOf('ada')], notifySlackUrl })
  await account.tell(await account.fail())
  expect(told()).toEqual({
    ...{ slack: ['begun'], email: ['begun'], ada: ['begun'] },
    ...{ ownSlack: [], ben: [] },
  })
})

test('an account has its own channels also where there are none for all accounts', async () => {
  const notify = { webhook: null, slackUrl: null, email: null }
  const alone = { ...service, config: { ...service.config, notify } }
  await set({ notifySlackUrl: both().notifySlackUrl })
  const signal = AbortSignal.timeout(20_000)
  const options = { signal, onSettled: () => undefined, onRemark: () => undefined }
  expect(await createSendNotice(alone)(await account.fail(), options)).toBe('delivered')
  expect(told()).toMatchObject({ slack: [], ownSlack: ['begun'] })
})

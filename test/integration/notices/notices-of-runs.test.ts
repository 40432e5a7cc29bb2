/** Notices over several runs: one for each trouble, and one for its end. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { STRICT_KNOBS } from '../../../sandbox/act-on/knobs.ts'
import { createSendNotice } from '../../../src/notices/send-notice.ts'
import { beginRemoval } from '../../../src/store/accounts/removals.ts'
import { noticesToDispatch } from '../../../src/store/notices.ts'
import { type NoticeReceiver, startNoticeReceiver } from '../../support/api/notice-receiver.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 60 * 60 * 1000

let fixture: ActivitiesFixture
let receiver: NoticeReceiver
beforeAll(async () => {
  receiver = await startNoticeReceiver(() => fixture.sandbox.clock.now())
  fixture = await openActivitiesFixture({ env: { ...receiver.env, NOTIFY_REJECTIONS_ABOVE: '2' } })
})
afterAll(async () => {
  await fixture.close()
  await receiver.close()
})
afterEach(() => {
  fixture.sandbox.faults.clear()
  fixture.sandbox.actOn.knobs.rejectRow = STRICT_KNOBS.rejectRow
})

/** An account whose first run has ended. */
async function accountAtWork(): Promise<FixtureAccount> {
  const account = await fixture.nextAccount()
  account.webinar(1)
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  return account
}

/** Runs the next slot, six hours later, and then sends all notices. */
async function nextRun(account: FixtureAccount): Promise<string> {
  fixture.sandbox.clock.advance(6 * HOUR_MS)
  const { outcome } = await account.run()
  await tellAll()
  return outcome
}

async function tellAll(): Promise<void> {
  const sendNotice = createSendNotice(fixture)
  for (const { id } of await noticesToDispatch(fixture.store)) {
    const signal = AbortSignal.timeout(10_000)
    await sendNotice(id, { signal, onSettled: () => undefined, onRemark: () => undefined })
  }
}

const toldOf = ({ on24ClientId }: FixtureAccount) =>
  receiver.received
    .map(({ notice }) => notice)
    .filter(({ data }) => data.on24ClientId === on24ClientId)

/** Expects exactly two sent notices: one about the trouble and one about its end. */
function expectOneTrouble(account: FixtureAccount, trouble: string) {
  const { on24ClientId, name } = account
  const statusUrl = `http://127.0.0.1:8080/accounts/${on24ClientId}`
  const lastedSince = toldOf(account)[0]?.data.since
  expect(toldOf(account)).toMatchObject([
    { type: `account.${trouble}`, data: { name, statusUrl } },
    {
      type: 'account.recovered',
      data: { name, statusUrl, state: 'active', ends: trouble, lastedSince },
    },
  ])
  expect(receiver.faults).toEqual([])
}

test('a failing account causes one notice, however many runs fail, and its first success another', async () => {
  const account = await accountAtWork()
  const { access } = fixture.sandbox.on24
  access.disableToken(account.on24ClientId)
  expect(await nextRun(account)).toBe('failed')
  expect(await nextRun(account)).toBe('failed')
  expect(toldOf(account)).toMatchObject([{ data: { state: 'failing' } }])
  expect(toldOf(account)[0]?.data.reason).toContain('access token')
  access.enableToken(account.on24ClientId)
  expect(await nextRun(account)).toBe('complete')
  expectOneTrouble(account, 'failing')
  expect(await nextRun(account)).toBe('complete')
  expectOneTrouble(account, 'failing')
})

test('waiting for quota causes one notice over all runs and probes, and one when no row waits any more', async () => {
  const account = await accountAtWork()
  account.webinar(2)
  const withdraw = fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: account.actOn.accountId,
    times: Infinity,
    effect: { answer: { status: 429, body: '{"httpCode":"429"}' } },
  })
  expect(await nextRun(account)).toBe('waitingForQuota')
  expect(await nextRun(account)).toBe('waitingForQuota')
  expect(await account.probe()).toBe(false)
  withdraw()
  expect(await account.probe()).toBe(true)
  await tellAll()
  expect(toldOf(account)).toMatchObject([{ data: { state: 'waitingForQuota' } }])
  expect(await nextRun(account)).toBe('complete')
  expectOneTrouble(account, 'waitingForQuota')
  expect(await nextRun(account)).toBe('complete')
  expectOneTrouble(account, 'waitingForQuota')
})

test('a lost link is told once, and the relink once, before any run', async () => {
  const account = await accountAtWork()
  const { user } = fixture.sandbox.actOn
  const { userName, password } = account.actOn
  user.changePassword(userName, 'another')
  account.webinar(1)
  expect(await nextRun(account)).toBe('needsRelink')
  expect(await nextRun(account)).toBe('needsRelink')
  user.changePassword(userName, password)
  fixture.sandbox.clock.advance(HOUR_MS)
  await account.link()
  await tellAll()
  expectOneTrouble(account, 'needsRelink')
  expect(await nextRun(account)).toBe('complete')
  expectOneTrouble(account, 'needsRelink')
})

test('rejected contacts cause a notice above the configured number, and another when they drop below it', async () => {
  const account = await accountAtWork()
  fixture.sandbox.actOn.knobs.rejectRow = (cells) =>
    cells['Company'] === 'Bad' ? 'not allowed' : null
  const eventId = account.webinar(1)
  const bad = () => fixture.sandbox.world.register(eventId, { profile: { company: 'Bad' } })
  // A contact is rejected only after Act-On has refused it on its own in two runs. Until then its row waits, which
  // causes a notice of its own.
  const ofRejections = () =>
    toldOf(account).filter((told) => !JSON.stringify(told).includes('listRefused'))
  const ids = [bad(), bad()]
  expect(await nextRun(account)).toBe('incomplete')
  expect(await nextRun(account)).toBe('rejections')
  expect(ofRejections()).toEqual([])
  ids.push(bad())
  expect(await nextRun(account)).toBe('incomplete')
  expect(await nextRun(account)).toBe('rejections')
  expect(await nextRun(account)).toBe('rejections')
  expect(ofRejections()).toMatchObject([
    { data: { state: 'active', reason: '3 contacts are rejected, which is more than 2.' } },
  ])

  // A run that fails does not try the changed contacts, so it does not end their trouble.
  for (const id of ids) fixture.sandbox.world.editProfile(id, { company: 'Good' }, 'client')
  fixture.sandbox.actOn.user.disableApi(account.actOn.accountId)
  expect(await nextRun(account)).toBe('failed')
  fixture.sandbox.actOn.user.enableApi(account.actOn.accountId)
  const types = ofRejections().map(({ type }) => type)
  expect(types).toEqual(['account.rejections', 'account.failing'])
  expect(await nextRun(account)).toBe('complete')
  expect(await nextRun(account)).toBe('complete')
  const [, , ...ends] = ofRejections()
  expect(ends).toMatchObject([{ data: { ends: 'failing' } }, { data: { ends: 'rejections' } }])
})

test('an account that is being removed causes no notices', async () => {
  const account = await accountAtWork()
  fixture.sandbox.on24.access.disableToken(account.on24ClientId)
  expect(await account.run()).toMatchObject({ outcome: 'failed' })
  await beginRemoval(fixture.store, account.on24ClientId, {
    actor: 'test',
    address: null,
    at: fixture.now(),
  })
  await tellAll()
  expect(toldOf(account)).toEqual([])
  expect(await noticesToDispatch(fixture.store)).toEqual([])
})

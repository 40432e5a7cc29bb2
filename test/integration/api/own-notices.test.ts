/** Operators set an account's own channels for notices in the API, at the command line and on pages, and test them. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { parseConfig } from '../../../src/config/config.ts'
import { findAccount } from '../../../src/store/accounts/accounts.ts'
import { recipientsOf } from '../../../src/store/notice-recipients.ts'
import { startWebServer } from '../../../src/web/web-server.ts'
import { CANARY, CANARY_IN_ADDRESS } from '../../../sandbox/world/canary.ts'
import { type MailReceiver, startMailReceiver } from '../../support/api/mail-receiver.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import { expectProblem, fieldsOf } from '../../support/api/problem.ts'
import { type SlackReceiver, startSlackReceiver } from '../../support/api/slack-receiver.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { testEnvironment } from '../../support/fixtures/service-fixture.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'
import { storeRegistered } from '../../support/rows/stored-account.ts'

const ADA = `ada.${CANARY_IN_ADDRESS}@brightwater.example`
const BEN = `ben.${CANARY_IN_ADDRESS}@brightwater.example`
const NONE = { notifyEmailTo: null, notifySlackSince: null }

let api: OperatorApiFixture
let slack: SlackReceiver
let mails: MailReceiver
let slackUrl: string
beforeAll(async () => {
  slack = await startSlackReceiver()
  mails = await startMailReceiver()
  slackUrl = slack.env['NOTIFY_SLACK_URL'] ?? ''
  api = await openOperatorApiFixture({ world: { accounts: [{}] }, env: mails.env })
})
afterAll(async () => {
  await api.close()
  await Promise.all([slack.close(), mails.close()])
})
const pages = operatorPages(() => api.webUrl)

let accounts = 0
const registered = () => storeRegistered(api, `9200${String((accounts += 1))}`)
const change = (id: string, body: object) => api.call(`/accounts/${id}`, { method: 'PATCH', body })
const stored = async (id: string) => (await recipientsOf(api.store, api.ciphers, [id])).get(id)

test('a client is registered with channels of its own; its Slack URL is never shown', async () => {
  const { on24ClientId, name, region, accessTokenKey, accessTokenSecret } =
    api.sandbox.world.accounts[0] ?? expect.fail('no account')
  const body = { on24ClientId, name, region, accessTokenKey, accessTokenSecret }
  const own = { notifyEmailTo: [ADA, BEN], notifySlackUrl: slackUrl }
  const made = await api.call('/accounts', { method: 'POST', body: { ...body, ...own } })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ notifyEmailTo: [ADA, BEN] })
  expect(await stored(on24ClientId)).toMatchObject({
    emailTo: [ADA, BEN],
    slack: { url: slackUrl },
  })
  const shown = await api.call(`/accounts/${on24ClientId}`)
  const list = await api.call('/accounts')
  const page = await pages.page(`/accounts/${on24ClientId}/settings`, {
    cookie: await pages.signedIn(),
  })
  const cli = await atCommandLine(['accounts', 'show', on24ClientId], { url: api.webUrl })
  for (const text of [made.text, shown.text, list.text, page.text, cli.out]) {
    expect(text).toContain(ADA)
    expect(text).not.toContain(CANARY)
  }
  expect(cli.out).toMatch(
    new RegExp(`Notices to +${ADA}, ${BEN}, its own Slack webhook, set since`),
  )
  expect(page.text).toContain('Own webhook, set since')
  const rows = await api.store.selectFrom('noticeRecipient').selectAll().execute()
  expect(rows).toHaveLength(2)
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(CANARY, 'i'))
})

test('each channel is changed and removed by itself, and the audit trail names the fields alone', async () => {
  const id = await registered()
  expect((await change(id, { notifyEmailTo: [ADA] })).body).toMatchObject({
    ...NONE,
    notifyEmailTo: [ADA],
  })
  const both = await change(id, { notifySlackUrl: slackUrl })
  expect(both.body).toMatchObject({
    notifyEmailTo: [ADA],
    notifySlackSince: expect.any(String) as unknown,
  })
  expect((await change(id, { notifyEmailTo: null })).body).toMatchObject({
    notifyEmailTo: null,
    notifySlackSince: expect.any(String) as unknown,
  })
  expect((await change(id, { name: 'Renamed' })).body).toMatchObject({
    notifySlackSince: expect.any(String) as unknown,
  })
  expect((await change(id, { notifySlackUrl: null })).body).toMatchObject(NONE)
  expect(await stored(id)).toBeUndefined()
  const trail = (await api.call(`/accounts/${id}/audit`)).text
  expect(trail).toContain('changed the account (Slack webhook)')
  expect(trail).not.toMatch(new RegExp(CANARY, 'i'))
})

test.each([
  ['notifyEmailTo', 'ada@example.com'],
  ['notifyEmailTo', []],
  ['notifyEmailTo', ['canary']],
  ['notifyEmailTo', ['ada@example.com, ben@example.com']],
  ['notifyEmailTo', Array.from({ length: 21 }, (_, index) => `a${String(index)}@example.com`)],
  ['notifySlackUrl', 'http://canary.example.com/services'],
  ['notifySlackUrl', 'file:///canary'],
  ['notifySlackUrl', ''],
])('a wrong %s is refused, and its value is not repeated: %j', async (field, value) => {
  const id = await registered()
  const answer = await change(id, { [field]: value })
  expectProblem(answer, 422, 'invalid')
  expect(fieldsOf(answer).every((name) => name.startsWith(field))).toBe(true)
  expect(answer.text).not.toContain('canary')
})

test('a service that others reach posts to no address of its own machine', async () => {
  const http = { ...api.config.http, publicUrl: 'https://sync.example.com' }
  const web = await startWebServer({ ...api, config: { ...api.config, http } }, api)
  onTestFinished(() => web.close())
  const id = await registered()
  const change = ['accounts', 'change', id, '--notify-slack-url']
  const refused = await atCommandLine([...change, slackUrl], { url: web.url })
  expect(refused).toMatchObject({ status: 4 })
  expect(refused.err).toContain('--notify-slack-url must not lead to this machine.')
  const taken = await atCommandLine([...change, 'https://hooks.example.com/x'], { url: web.url })
  expect(taken).toMatchObject({ status: 0 })
})

test('the command line sets and removes them', async () => {
  const id = await registered()
  const cli = (...args: string[]) =>
    atCommandLine(['accounts', 'change', id, ...args], { url: api.webUrl })
  const set = await cli('--notify-email-to', `${ADA}, ${BEN}`, '--notify-slack-url', slackUrl)
  expect(set).toMatchObject({ status: 0, err: '' })
  expect(set.out).not.toContain(CANARY)
  expect(await stored(id)).toMatchObject({ emailTo: [ADA, BEN], slack: { url: slackUrl } })
  expect(await cli('--notify-email-to', 'none', '--notify-slack-url', 'none')).toMatchObject({
    status: 0,
  })
  expect(await stored(id)).toBeUndefined()
})

test('the form sets, keeps, replaces and removes them', async () => {
  const id = await registered()
  const cookie = await pages.signedIn()
  const path = `/accounts/${id}/change`
  const { name, region, actOnRegion, timeZone } =
    (await findAccount(api.store, id)) ?? expect.fail('no account')
  const same = { name, region, actOnRegion, timeZone }
  const send = (form: Readonly<Record<string, string>>) =>
    pages.page(path, { cookie, form: { ...same, ...form } })
  const notifyEmailTo = `${ADA}, ${BEN}`

  expect(await send({ notifyEmailTo, notifySlackUrl: slackUrl })).toMatchObject({ status: 303 })
  expect(await stored(id)).toMatchObject({ emailTo: [ADA, BEN], slack: { url: slackUrl } })
  const shown = await pages.page(path, { cookie })
  expect(shown.text).toContain(`value="${notifyEmailTo}"`)
  expect(shown.text).not.toContain(CANARY)

  const wrong = await send({ notifyEmailTo: 'ada', notifySlackUrl: 'http://canary.example.com' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toMatch(/id="notifyEmailTo-error"[^>]*>\s*This must be a list of/)
  expect(wrong.text).toMatch(/id="notifySlackUrl-error"[^>]*>\s*This must be the URL/)
  expect(wrong.text).not.toContain('canary.example.com')

  expect(await send({ notifyEmailTo })).toMatchObject({ status: 422 })
  expect(await send({ notifyEmailTo: '' })).toMatchObject({ status: 303 })
  expect(await stored(id)).toMatchObject({ emailTo: null, slack: { url: slackUrl } })
  expect(await send({ removesSlack: 'yes' })).toMatchObject({ status: 303 })
  expect(await stored(id)).toBeUndefined()
})

test('they go with the account', async () => {
  const id = await registered()
  await change(id, { notifyEmailTo: [ADA], notifySlackUrl: slackUrl })
  await api.call(`/accounts/${id}`, { method: 'DELETE' })
  const left = api.store
    .selectFrom('noticeRecipient')
    .select('channel')
    .where('on24ClientId', '=', id)
  expect(await left.execute()).toEqual([])
})

test('a test of an account tries its own channels, too, and says for each what went wrong', async () => {
  const id = await registered()
  await change(id, { notifyEmailTo: [ADA], notifySlackUrl: slackUrl })
  const body = { on24ClientId: id }
  const common = { channel: 'email', ok: true, problem: null }
  const good = await api.call('/notices/test', { method: 'POST', body })
  expect(good.body).toEqual({
    items: [
      common,
      { channel: 'accountSlack', ok: true, problem: null },
      { channel: 'accountEmail', ok: true, problem: null },
    ],
  })
  expect(slack.received.at(-1)?.blocks.at(-1)).toMatchObject({
    text: { text: expect.stringContaining(`/accounts/${id}|`) as unknown },
  })
  const all = await api.call('/notices/test', { method: 'POST' })
  expect(all.body).toEqual({ items: [common] })

  const problem =
    'The account’s own Slack webhook answered 403 (action_prohibited): an administrator of the workspace does not allow it.'
  slack.answers.push([403, 'action_prohibited'], [403, 'action_prohibited'])
  const cli = await atCommandLine(['notices', 'test', id], { url: api.webUrl, width: 80 })
  expect(cli).toMatchObject({ status: 1, err: `accountSlack: ${problem}` })

  const cookie = await pages.signedIn()
  const account = await pages.page(`/accounts/${id}/settings`, { cookie })
  expect(account.text).toContain(`name="on24ClientId" value="${id}"`)
  const page = await pages.page('/notices/test', { cookie, form: body })
  expect(page.text).toContain(problem)
  expect(page.text).toMatch(/role="alert" id="accountSlack"[^]*Slack of the account failed/)
  expect(page.text).toContain(`href="/accounts/${id}/change"`)
  expect(page.text).toContain('E-mail of the account')
  expect(page.text).toContain(`href="/accounts/${id}/settings"`)
})

test('a test of an unknown account is refused, and one without a mail server says that', async () => {
  const unknown = await api.call('/notices/test', {
    method: 'POST',
    body: { on24ClientId: '77777' },
  })
  expectProblem(unknown, 404, 'notRegistered')
  const cookie = await pages.signedIn()
  const page = await pages.page('/notices/test', { cookie, form: { on24ClientId: 'x' } })
  expect(page.status).toBe(404)

  const id = await registered()
  await change(id, { notifyEmailTo: [ADA] })
  const config = parseConfig(testEnvironment(api.sandbox, { PORT: '0' }), { mode: 'start' })
  const web = await startWebServer({ ...api, config }, api)
  onTestFinished(() => web.close())
  const cli = await atCommandLine(['notices', 'test', id], { url: web.url })
  expect(cli.status).toBe(1)
  expect(cli.err).toContain(
    'accountEmail: The account’s own addresses get nothing: no mail server is set',
  )
})

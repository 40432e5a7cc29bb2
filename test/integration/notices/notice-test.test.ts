/** An operator tests the channels of notices: in the API, at the command line and on the pages. */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { startWebServer } from '../../../src/web/web-server.ts'
import { parseConfig } from '../../../src/config/config.ts'
import { type MailReceiver, startMailReceiver } from '../../support/api/mail-receiver.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import { type SlackReceiver, startSlackReceiver } from '../../support/api/slack-receiver.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { testEnvironment } from '../../support/fixtures/service-fixture.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'

const ROUTE = { method: 'POST' } as const
const SLACK_GONE =
  'Slack (NOTIFY_SLACK_URL) answered 404 (no_service): the webhook is gone or switched off, create a new incoming webhook in Slack.'
const WRONG_PASSWORD = 'The mail server (NOTIFY_SMTP_URL) refused the user name or password (535).'

let api: OperatorApiFixture
let slack: SlackReceiver
let mails: MailReceiver
beforeAll(async () => {
  slack = await startSlackReceiver()
  mails = await startMailReceiver()
  api = await openOperatorApiFixture({
    world: { accounts: [] },
    env: { ...slack.env, ...mails.env },
  })
})
afterAll(async () => {
  await api.close()
  await Promise.all([slack.close(), mails.close()])
})
let before = { slack: 0, mails: 0 }
beforeEach(() => {
  before = { slack: slack.received.length, mails: mails.received.length }
})

/** The URL of a web server with other settings for notices, until the test ends. */
async function webWith(env: Readonly<Record<string, string>>): Promise<string> {
  const config = parseConfig(testEnvironment(api.sandbox, { PORT: '0', ...env }), { mode: 'start' })
  const web = await startWebServer({ ...api, config }, api)
  onTestFinished(() => web.close())
  return web.url
}

test('every configured channel gets one test notice', async () => {
  const { status, body } = await api.call('/notices/test', ROUTE)
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      items: [
        { channel: 'slack', ok: true, problem: null },
        { channel: 'email', ok: true, problem: null },
      ],
    },
  })
  expect(slack.received.length - before.slack).toBe(1)
  expect(slack.received.at(-1)?.text).toMatch(/^Test notice: .* Nothing is wrong\.$/)
  expect(mails.received.length - before.mails).toBe(1)
  expect(mails.received.at(-1)).toMatchObject({ subject: 'Test notice' })
})

test('the command says what went wrong with each channel, and its exit status that something did', async () => {
  const good = await atCommandLine(['notices', 'test'], { url: api.webUrl })
  expect(good).toMatchObject({ status: 0, err: '' })
  expect(good.out).toMatch(/^Channel +Result +Problem\nslack +taken +–\nemail +taken +–$/)

  const NOTIFY_SMTP_URL = mails.url({ password: 'wrong' })
  const url = await webWith({ ...slack.env, ...mails.env, NOTIFY_SMTP_URL })
  slack.answers.push([404, 'no_service'], [404, 'no_service'])
  const bad = await atCommandLine(['notices', 'test'], { url, width: 80 })
  const err = `slack: ${SLACK_GONE}\nemail: ${WRONG_PASSWORD}`
  expect(bad).toMatchObject({ status: 1, err })
  expect(bad.out).toMatch(/^slack +failed +Slack.*…\nemail +failed +The mail server/m)

  const json = await atCommandLine(['notices', 'test', '--json'], { url })
  expect(json.status).toBe(1)
  expect(JSON.parse(json.out)).toEqual({
    items: [
      { channel: 'slack', ok: false, problem: SLACK_GONE },
      { channel: 'email', ok: false, problem: WRONG_PASSWORD },
    ],
  })
})

test('without any channel, the answer names the settings', async () => {
  const url = await webWith({})
  const { status, err } = await atCommandLine(['notices', 'test'], { url })
  expect(status).toBe(4)
  expect(err).toContain('No channel for notices is configured.')
  for (const name of ['WEBHOOK_URL', 'SLACK_URL', 'SMTP_URL', 'EMAIL_TO', 'EMAIL_FROM']) {
    expect(err).toContain(`NOTIFY_${name}`)
  }
})

test('the page that every page links to shows the same, to operators alone', async () => {
  const { page, signedIn } = operatorPages(() => api.webUrl)
  expect(await page('/notices/test', { form: {} })).toMatchObject({ status: 303 })
  expect(slack.received.length - before.slack).toBe(0)
  const cookie = await signedIn()
  expect((await page('/', { cookie })).text).toContain('href="/notices/test"')
  const asks = await page('/notices/test', { cookie })
  expect(asks.text).toContain('action="/notices/test"')
  expect(slack.received.length - before.slack).toBe(0)
  slack.answers.push([404, 'no_service'])
  const { status, text } = await page('/notices/test', { cookie, form: {} })
  expect(status).toBe(200)
  expect(text).toContain(SLACK_GONE)
  expect(text).toContain('The test notice was taken.')
})

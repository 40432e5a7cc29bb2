import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ActOnKnobs } from '../../sandbox/act-on/knobs.ts'
import type { FaultEffect } from '../../sandbox/faults.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import { newCustomer, submit, takeScreenshot, type Typed } from '../support/browser/customer.ts'
import { type WebFixture, openWebFixture } from '../support/fixtures/web-fixture.ts'

const HOUR_MS = 3_600_000

let browser: Browser
let web: WebFixture
let sandbox: Sandbox
/** The account whose customer runs into every failure. */
let account: WorldAccount
/** A linked account of another customer. */
let neighbour: WorldAccount
/** An account that is not linked yet. */
let newcomer: WorldAccount
/** A customer whose ON24 account is not registered. */
let stranger: WorldAccount

beforeAll(async () => {
  browser = await launchChromium()
  web = await openWebFixture({ world: { preset: 'empty', size: { accounts: 4 } } })
  sandbox = web.service.sandbox
  const [first, second, third, fourth] = sandbox.world.accounts
  if (!first || !second || !third || !fourth) throw new Error('too few accounts')
  account = first
  neighbour = second
  newcomer = third
  stranger = fourth
  await web.service.link(neighbour.on24ClientId)
})
afterAll(async () => {
  await web.close()
  await browser.close()
})
// Resets the hourly limits for the next test.
beforeEach(() => sandbox.clock.advance(1.1 * HOUR_MS))

interface Read {
  readonly status: number | undefined
  readonly alert: string
}

/** Submits the form and returns the page's message. */
async function submitAndRead(page: Page, typed: Typed): Promise<Read> {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST')
  await submit(page, typed)
  const status = (await answer).status()
  await page.waitForLoadState()
  return { status, alert: await page.getByRole('alert').innerText() }
}

/** Expects that the same page, with the same invitation, still links the account. */
async function expectToLink(page: Page, { actOn }: WorldAccount): Promise<void> {
  await submit(page, actOn)
  await page.waitForURL('**/link/done')
  expect(await page.locator('main').innerText()).toContain(actOn.accountName)
}

interface Failure {
  readonly name: string
  /** Makes Act-On refuse. Returns a function that ends the refusals. */
  readonly provoke: () => () => void
  readonly typed?: () => Typed
  readonly status: number
  readonly says: readonly string[]
}

const fault = (effect: FaultEffect, endpoint: string) => () =>
  sandbox.faults.add({ vendor: 'actOn', endpoint, times: Infinity, effect })

const withoutApi = (apiDisabledAnswer: ActOnKnobs['apiDisabledAnswer']) => (): (() => void) => {
  sandbox.actOn.knobs.apiDisabledAnswer = apiDisabledAnswer
  sandbox.actOn.user.disableApi(account.actOn.accountId)
  return () => sandbox.actOn.user.enableApi(account.actOn.accountId)
}

const NOTHING = () => () => undefined

const API_NOT_ENABLED = {
  status: 422,
  says: ['API access is not enabled', 'Act-On Support', 'Your link still works'],
}
const UNAVAILABLE = {
  status: 503,
  says: ['Act-On cannot be reached', 'try again in a few minutes', 'Your link still works'],
}

const FAILURES: readonly Failure[] = [
  {
    name: 'a wrong password',
    provoke: NOTHING,
    typed: () => ({ ...web.addUser(account), password: 'wrong' }),
    status: 422,
    says: ['did not accept this user name and password', 'Nothing was changed'],
  },
  { name: 'no API access, told by a 403', provoke: withoutApi('oauth403'), ...API_NOT_ENABLED },
  { name: 'no API access, told by a 401', provoke: withoutApi('oauth401'), ...API_NOT_ENABLED },
  { name: 'no API access, told by a 400', provoke: withoutApi('api400'), ...API_NOT_ENABLED },
  {
    name: 'Act-On down',
    provoke: () => fault({ answer: { status: 503, body: 'down' } }, 'token')(),
    ...UNAVAILABLE,
  },
  {
    name: 'a connection that breaks before an answer',
    provoke: () => fault({ cut: 'after' }, 'token')(),
    ...UNAVAILABLE,
  },
  {
    name: 'Act-On down after the sign-in',
    provoke: () => fault({ answer: { status: 503, body: 'down' } }, 'account')(),
    ...UNAVAILABLE,
  },
  {
    name: 'an account that is not shown after the sign-in',
    provoke: () => fault({ answer: { status: 401, body: '{}' } }, 'account')(),
    status: 503,
    says: ['did not show us the account', 'try again in a few minutes'],
  },
  {
    name: 'our own client refused',
    provoke: () => fault({ answer: { status: 401, body: '{"error":"access_denied"}' } }, 'token')(),
    status: 502,
    says: ['The problem is on our side', 'nothing to do with your user name or password'],
  },
]

describe('a submit that fails', () => {
  test.each(FAILURES)('shows a message and leaves the invitation valid: $name', async (failure) => {
    const page = await newCustomer(browser)
    await page.goto(await web.invite(account))
    const mend = failure.provoke()
    const typed = failure.typed?.() ?? web.addUser(account)
    const { status, alert } = await submitAndRead(page, typed)
    mend()

    expect(status).toBe(failure.status)
    for (const words of failure.says) expect(alert).toContain(words)
    await takeScreenshot(page, `link-failure-${failure.name.replaceAll(/\W+/g, '-')}`)
    expect(await page.getByLabel('Act-On user name').inputValue()).toBe(typed.userName)
    expect(await page.getByLabel('Act-On password').inputValue()).toBe('')
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert')
    await expectToLink(page, account)
  })
})

test('an unknown user name gets the same answer as a wrong password', async () => {
  const page = await newCustomer(browser)
  await page.goto(await web.invite(account))
  const wrong = await submitAndRead(page, { ...web.addUser(account), password: 'wrong' })
  const unknown = await submitAndRead(page, { userName: 'nobody', password: 'wrong' })
  expect(unknown).toEqual(wrong)
})

test('a fourth try within an hour makes no sign-in, and the page says when the next is possible', async () => {
  const page = await newCustomer(browser)
  await page.goto(await web.invite(account))
  const user = web.addUser(account)
  for (const password of ['wrong', 'again', 'still']) {
    expect(await submitAndRead(page, { ...user, password })).toMatchObject({ status: 422 })
  }
  const fourth = await submitAndRead(page, user)
  expect(fourth.status).toBe(429)
  expect(fourth.alert).toContain('Too many sign-ins with this user name')
  const minutes = Number(/in about (\d+) minutes/.exec(fourth.alert)?.[1])
  expect(minutes).toBeGreaterThan(50)
  await takeScreenshot(page, 'link-failure-fourth-try')

  sandbox.clock.advance(minutes * 60_000)
  await expectToLink(page, { ...account, actOn: { ...account.actOn, ...user } })
})

test('an Act-On account that is linked to another ON24 account is not linked twice', async () => {
  const page = await newCustomer(browser)
  await page.goto(await web.invite(newcomer))
  const { status, alert } = await submitAndRead(page, web.addUser(neighbour))
  expect(status).toBe(409)
  expect(alert).toContain('already linked to another ON24 account')
  expect(alert).not.toContain(neighbour.on24ClientId)
  await takeScreenshot(page, 'link-failure-taken')
  await expectToLink(page, newcomer)
})

test('a relink names the required Act-On account, and refuses another one', async () => {
  const page = await newCustomer(browser)
  await page.goto(await web.invite(neighbour))
  expect(await page.locator('main').innerText()).toContain(
    `with the Act-On account ${neighbour.actOn.accountName}`,
  )
  const { status, alert } = await submitAndRead(page, web.addUser(stranger))
  expect(status).toBe(409)
  expect(alert).toContain('belongs to another Act-On account')
  await takeScreenshot(page, 'link-failure-other-account')

  await expectToLink(page, neighbour)
})

test('unknown, used and expired links show the same page', async () => {
  const page = await newCustomer(browser)
  const texts = new Set<string>()
  const look = async (url: string) => {
    const response = await page.goto(url)
    expect(response?.status()).toBe(404)
    texts.add(await page.content())
  }
  const used = await web.invite(account)
  await page.goto(used)
  await expectToLink(page, account)
  await look(used)
  await look(`${used.slice(0, -3)}xyz`)
  const expired = await web.invite(account)
  sandbox.clock.advance(7 * 24 * HOUR_MS)
  await look(expired)
  expect(texts.size).toBe(1)
  expect(await page.locator('h1').innerText()).toBe('This link is used up, or not valid')
  await takeScreenshot(page, 'link-not-found')
})

/** An operator pauses and syncs several accounts of the list with one form. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findAccount } from '../../../src/store/accounts/accounts.ts'
import { signalledAccount } from '../../support/accounts/signalled-account.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'

const PATH = '/accounts/chosen'
const SOON = { timeout: 30_000, interval: 50 }

let api: OperatorApiFixture
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { accounts: [{}, {}] } })
})
afterAll(() => api.close())

const pages = operatorPages(() => api.webUrl)

/** A form with several values of one name. */
async function send(cookie: string, fields: readonly (readonly [string, string])[]) {
  const body = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]))
  const options = { method: 'POST', headers: { cookie }, body }
  const answer = await fetch(`${api.webUrl}${PATH}`, options)
  return { status: answer.status, text: await answer.text() }
}

test('the chosen accounts are confirmed, then paused; what is refused is named with its reason', async () => {
  const [one, two] = [signalledAccount(api, 0), signalledAccount(api, 1)]
  for (const { on24ClientId } of [one, two]) await api.link(on24ClientId)
  await storeAccount(api.store, '4243', { name: 'Not linked' })
  const cookie = await pages.signedIn()
  const ids = [one.on24ClientId, two.on24ClientId, '4243'].map((id) => ['account', id] as const)

  const asked = await send(cookie, [['action', 'pause'], ...ids])
  expect(asked.status).toBe(200)
  for (const [, id] of ids) expect(asked.text).toContain(`name="account" value="${id}"`)
  expect((await findAccount(api.store, one.on24ClientId))?.state).not.toBe('paused')

  const pause = (reason: string) =>
    send(cookie, [['action', 'pause'], ['confirmed', 'true'], ['reason', reason], ...ids])
  const wrong = await pause('a\0b')
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('Reason must not contain control characters')
  const done = await pause('All of them')
  expect(done.text).toContain('Requested for 2 accounts.')
  expect(done.text).toMatch(/Not linked<\/a>: \S/)
  for (const account of [one, two]) await account.stateBecomes('paused')
  expect(await findAccount(api.store, one.on24ClientId)).toMatchObject({
    pausedReason: 'All of them',
  })

  const synced = await send(cookie, [['action', 'sync'], ['confirmed', 'true'], ...ids])
  expect(synced.text).toContain('Refused for 3 accounts')
  const resumed = await send(cookie, [
    ['action', 'resume'],
    ['confirmed', 'true'],
    ...ids.slice(0, 2),
  ])
  expect(resumed.text).toContain('Requested for 2 accounts.')
  await expect.poll(async () => (await api.audit(one.on24ClientId)).at(-1), SOON).toBe('resumed ok')
})

test('nothing is done without an account, with another action, or for an id that is none', async () => {
  const cookie = await pages.signedIn()
  const id = api.sandbox.world.accounts[0]?.on24ClientId ?? expect.fail('no account')
  for (const fields of [
    [['action', 'pause']],
    [
      ['action', 'backfill'],
      ['account', id],
    ],
    [
      ['action', 'pause'],
      ['account', 'abc'],
      ['confirmed', 'true'],
    ],
  ] as const) {
    const { status, text } = await send(cookie, fields)
    expect(status).toBe(422)
    expect(text).toContain('No account is chosen')
  }
  expect((await pages.page(PATH, { form: { action: 'pause', account: id } })).goesTo).toContain(
    '/sign-in',
  )
})

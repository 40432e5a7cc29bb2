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

type Fields = readonly (readonly [string, string])[]

const encoded = (fields: Fields) =>
  new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]))

/** The question, as the list's form asks for it. */
const ask = (cookie: string, fields: Fields) =>
  pages.page(`${PATH}?${encoded(fields).toString()}`, { cookie })

/** A form with several values of one name. */
async function send(cookie: string, fields: Fields) {
  const options = { method: 'POST', headers: { cookie }, body: encoded(fields) }
  const answer = await fetch(`${api.webUrl}${PATH}`, { ...options, redirect: 'manual' })
  const set = answer.headers.getSetCookie().find((one) => one.startsWith('operator_chosen='))
  const goesTo = answer.headers.get('location')
  return { status: answer.status, text: await answer.text(), goesTo, set: set?.split(';')[0] }
}

/** Sends the form and follows it to the result. */
async function resultOf(cookie: string, fields: Fields) {
  const { status, goesTo, set = '' } = await send(cookie, fields)
  expect(status).toBe(303)
  const show = () => pages.page(goesTo ?? expect.fail('no result'), { cookie: `${cookie}; ${set}` })
  return { goesTo, show, text: (await show()).text }
}

test('the chosen accounts are confirmed, then paused; what is refused is named with its reason', async () => {
  const [one, two] = [signalledAccount(api, 0), signalledAccount(api, 1)]
  for (const { on24ClientId } of [one, two]) await api.link(on24ClientId)
  await storeAccount(api.store, '4243', { name: 'Not linked' })
  const cookie = await pages.signedIn()
  const ids = [one.on24ClientId, two.on24ClientId, '4243'].map((id) => ['account', id] as const)

  const asked = await ask(cookie, [['action', 'pause'], ...ids])
  expect(asked.status).toBe(200)
  for (const [, id] of ids) expect(asked.text).toContain(`name="account" value="${id}"`)
  expect((await findAccount(api.store, one.on24ClientId))?.state).not.toBe('paused')

  const pause = (reason: string): Fields => [
    ...([
      ['action', 'pause'],
      ['reason', reason],
      ['next', '/?sort=name'],
    ] as const),
    ...ids,
  ]
  const wrong = await send(cookie, pause('a\0b'))
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('Reason must not contain control characters')
  const done = await resultOf(cookie, pause('All of them'))
  expect(done.text).toContain('Requested for 2 accounts.')
  expect(done.text).toMatch(/Not linked<\/a>: The account is not linked. Invite the customer/)
  for (const account of [one, two]) await account.stateBecomes('paused')
  expect(await findAccount(api.store, one.on24ClientId)).toMatchObject({
    pausedReason: 'All of them',
  })

  const entries = (await api.audit(one.on24ClientId)).length
  const again = await done.show()
  expect(again.text).toContain('Requested for 2 accounts.')
  expect(again.text).toContain('href="/?sort&#61;name"')
  expect(await api.audit(one.on24ClientId)).toHaveLength(entries)

  const synced = await resultOf(cookie, [['action', 'sync'], ...ids])
  expect(synced.text).toContain('Refused for 3 accounts')
  const resumed = await resultOf(cookie, [['action', 'resume'], ...ids.slice(0, 2)])
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
    ],
  ] as const) {
    for (const { status, text } of [await send(cookie, fields), await ask(cookie, fields)]) {
      expect(status).toBe(422)
      expect(text).toContain('No account is chosen')
    }
  }
  // Without a result, and after a sign-in in between, the operator sees the list.
  for (const path of [PATH, `${PATH}/done`]) {
    expect((await pages.page(path, { cookie })).goesTo).toBe('/')
  }
  expect((await pages.page(PATH, { form: { action: 'pause', account: id } })).goesTo).toContain(
    '/sign-in',
  )
})

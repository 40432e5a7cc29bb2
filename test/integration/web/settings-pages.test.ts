/** On their pages, operators register an ON24 client, change its account, and remove it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findAccount, getAccount } from '../../../src/store/accounts/accounts.ts'
import { readOn24Credential } from '../../../src/store/credentials/credentials.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import {
  openTwoRegionsFixture,
  registrationOf,
  type TwoRegionsFixture,
} from '../../support/fixtures/two-regions-fixture.ts'

let api: TwoRegionsFixture
beforeAll(async () => {
  api = await openTwoRegionsFixture()
})
afterAll(() => api.close())

const pages = operatorPages(() => api.webUrl)

/** Registers the next account of the world by its form. Returns the form. */
async function registered(cookie: string) {
  const { on24ClientId, name, region, accessTokenKey, accessTokenSecret } = registrationOf(
    api.nextAccount(),
  )
  const form = { on24ClientId, name, region, actOnRegion: region, timeZone: '' }
  const filled = { ...form, accessTokenKey, accessTokenSecret }
  const sent = await pages.page('/accounts/new', { cookie, form: filled })
  expect(sent).toMatchObject({ status: 303, goesTo: `/accounts/${on24ClientId}` })
  return filled
}

test('a client is registered; what is wrong is said beside its field, and no secret is shown again', async () => {
  const cookie = await pages.signedIn()
  const form = await registered(cookie)
  expect(await getAccount(api.store, form.on24ClientId)).toMatchObject({ name: form.name })

  const again = await pages.page('/accounts/new', { cookie, form })
  expect(again.status).toBe(422)
  expect(again.text).toContain('This ON24 client is already registered')
  const wrong = { ...form, on24ClientId: 'abc', timeZone: '+02:00' }
  const { status, text } = await pages.page('/accounts/new', { cookie, form: wrong })
  expect(status).toBe(422)
  expect(text).toMatch(/id="on24ClientId-error"[^>]*>\s*This must be the ON24 client id/)
  expect(text).toMatch(/id="timeZone-error"[^>]*>\s*This must be an IANA time zone/)
  for (const page of [again.text, text]) {
    expect(page).toContain(`value="${form.name}"`)
    expect(page).not.toContain(form.accessTokenSecret)
  }
})

test('only what differs is changed, with its names in the audit trail; a pair that ON24 refuses is not stored', async () => {
  const cookie = await pages.signedIn()
  const { on24ClientId, accessTokenKey, ...form } = await registered(cookie)
  const path = `/accounts/${on24ClientId}/change`
  const shown = await pages.page(path, { cookie })
  expect(shown.text).toContain(`value="${form.name}"`)
  const { timeZone } = await getAccount(api.store, on24ClientId)
  const same = { name: form.name, region: form.region, actOnRegion: form.actOnRegion, timeZone }
  expect(await pages.page(path, { cookie, form: same })).toMatchObject({ status: 422 })

  const changed = { ...same, name: 'Renamed', actOnCallsPerDay: '5000' }
  expect(await pages.page(path, { cookie, form: changed })).toMatchObject({ status: 303 })
  expect(await getAccount(api.store, on24ClientId)).toMatchObject({
    ...{ name: 'Renamed', actOnCallsPerDay: 5000, timeZone },
  })
  const trail = await pages.page(`/accounts/${on24ClientId}/audit`, { cookie })
  expect(trail.text).toContain('changed the account (Name, Calls to Act-On a day)')

  const refused = { ...changed, accessTokenKey, accessTokenSecret: 'not-the-secret' }
  const answer = await pages.page(path, { cookie, form: refused })
  expect(answer.status).toBe(422)
  expect(answer.text).not.toContain('not-the-secret')
  expect(await readOn24Credential(api.store, api.ciphers, on24ClientId)).toMatchObject({
    accessTokenKey,
    accessTokenSecret: form.accessTokenSecret,
  })
  const unlimited = { ...changed, actOnCallsPerDay: '' }
  expect(await pages.page(path, { cookie, form: unlimited })).toMatchObject({ status: 303 })
  expect((await getAccount(api.store, on24ClientId)).actOnCallsPerDay).toBeNull()
})

test('an account is removed once its id has been typed', async () => {
  const cookie = await pages.signedIn()
  const { on24ClientId } = await registered(cookie)
  const path = `/accounts/${on24ClientId}/remove`
  const remove = (confirmed: string) => pages.page(path, { cookie, form: { confirmed } })
  expect(await remove('1')).toMatchObject({ status: 422 })
  expect(await findAccount(api.store, on24ClientId)).toBeDefined()
  expect(await remove(` ${on24ClientId} `)).toMatchObject({ status: 303, goesTo: '/' })
  expect(await findAccount(api.store, on24ClientId)).toBeUndefined()
})

test.each(['new', '1/change', '1/remove'])('/accounts/%s asks for a sign-in', async (path) => {
  const { status, goesTo } = await pages.page(`/accounts/${path}`)
  expect([status, goesTo?.startsWith('/sign-in')]).toEqual([303, true])
})

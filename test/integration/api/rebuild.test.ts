/** A list is rebuilt by a command and by the API, or refused with words. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { controllerId } from '../../../src/contracts/temporal-names.ts'
import { inTransaction } from '../../../src/store/database.ts'
import { rebuildList } from '../../../src/store/rows/rebuild.ts'
import { getWebinar, setExcluded, updateWebinar } from '../../../src/store/webinars/webinars.ts'
import { listWebinars } from '../../../src/store/webinars/webinar-page.ts'
import { type CliFixture, openCliFixture } from '../../support/fixtures/cli-fixture.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import { expectProblem } from '../../support/api/problem.ts'
import { truthDifferences } from '../../support/expectation/truth-differences.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storeWebinar } from '../../support/rows/waiting-rows.ts'
import { pauseByHand, unpauseByHand } from '../../support/temporal/pause-by-hand.ts'

const SOON = { timeout: 30_000, interval: 100 }
const KOLKATA = 'Asia/Kolkata'

let service: CliFixture
let linked: string
beforeAll(async () => {
  service = await openCliFixture()
  linked = service.linked
})
afterAll(() => service.close())

const rebuild = (eventId: string, id = linked, body: unknown = {}) =>
  service.call(`/accounts/${id}/webinars/${eventId}/rebuild`, { method: 'POST', body })

const { page, signedIn } = operatorPages(() => service.webUrl)
/** Status and heading of the page that asks for confirmation. */
async function titleOfPage(eventId: string): Promise<string> {
  const path = `/accounts/${linked}/webinars/${eventId}/rebuild`
  const { status, text } = await page(path, { cookie: await signedIn() })
  return `${String(status)} ${/<h1>([^<]*)/.exec(text)?.[1] ?? ''}`
}

const differencesIn = (timeZone: string) => {
  const { accountId } = service.sandbox.world.account(linked).actOn
  const account = { on24ClientId: linked, actOn: { accountId, timeZone } }
  return truthDifferences(service.sandbox, account)
}

test('after a change of the time zone the command rebuilds each list, and the trail shows it', async () => {
  expect((await service.cli(['accounts', 'change', linked, '--time-zone', KOLKATA])).status).toBe(0)
  expect(differencesIn(KOLKATA)).not.toEqual([])
  const { contentTypes } = service.config.on24
  const scope = { contentTypes, now: service.now() }
  const { items } = await listWebinars(service.store, linked, scope, { limit: 100 })
  const lists = items.filter(({ listId }) => listId !== null)
  expect(lists.length).toBeGreaterThan(1)
  for (const { eventId, contacts } of lists) {
    const { status, out } = await service.cli(['rebuild', linked, eventId])
    expect(status).toBe(0)
    expect(out).toMatch(/^\d+ rows? will be written again\. A run was requested\.$/)
    expect(Number(/^\d+/.exec(out)?.[0])).toBeGreaterThanOrEqual(contacts)
  }
  expect((await service.audit(linked)).filter((line) => line === 'rebuilt ok')).toHaveLength(
    lists.length,
  )
  await expect.poll(() => differencesIn(KOLKATA), SOON).toEqual([])
})

test('a rebuild that is not done yet is told before and after it is asked for again', async () => {
  const { store } = service
  const scope = { contentTypes: service.config.on24.contentTypes, now: service.now() }
  const { items } = await listWebinars(store, linked, scope, { limit: 100 })
  const { eventId } = items.find(({ contacts }) => contacts > 0) ?? expect.fail('no contacts')
  const path = `/accounts/${linked}/webinars/${eventId}/rebuild`
  const cookie = await signedIn()
  const says = async () => (await page(path, { cookie })).text.includes('already asked for')
  expect(await says()).toBe(false)
  // By the store alone, so that no run begins.
  await inTransaction(store, async (tx) => {
    await rebuildList(tx, await getWebinar(tx, linked, eventId), KOLKATA, service.now())
  })
  expect(await says()).toBe(true)
  const tab = await page(`/accounts/${linked}/webinars?search=${eventId}`, { cookie })
  expect(tab.text).toContain('The next run reads it')
  const again = await page(path, { cookie, form: { next: '/' } })
  expect(again.headers.getSetCookie().join()).toContain('rebuildAskedAgain')
  await expect.poll(says, SOON).toBe(false)
})

test('the API answers with the rows and whether a run was requested', async () => {
  const place = { on24ClientId: linked, eventId: '601', at: service.now() }
  await storeWebinar(service.store, place)
  expectProblem(await rebuild('601'), 409, 'noList')
  expect(await titleOfPage('601')).toBe('409 This webinar has no list yet')
  await updateWebinar(service.store, linked, '601', { listId: 'l-601', listTimeZone: 'UTC' })
  expect(await rebuild('601')).toMatchObject({
    status: 202,
    body: { workflowId: controllerId(linked), rows: 0, syncAsked: true },
  })
  expect((await getWebinar(service.store, linked, '601')).listTimeZone).toBe(KOLKATA)
})

test('what cannot be rebuilt is refused with words, and stays as it is', async () => {
  const { store } = service
  await storeWebinar(store, { on24ClientId: linked, eventId: '602', at: service.now() })
  const list = { listId: 'l-602', listTimeZone: 'UTC' }
  await updateWebinar(store, linked, '602', list)
  await setExcluded(store, linked, '602', true)
  expectProblem(await rebuild('602'), 409, 'webinarNotRead')
  const { status, err } = await service.cli(['rebuild', linked, '602'])
  expect({ status, err }).toEqual({
    status: 4,
    err: 'No run reads this webinar.\nIt is excluded: include it first.',
  })
  await setExcluded(store, linked, '602', false)
  await pauseByHand(service, linked, 'By hand')
  expectProblem(await rebuild('602'), 409, 'paused')
  expect(await titleOfPage('602')).toBe('409 The account is paused')
  await unpauseByHand(service, linked)
  expect(await getWebinar(store, linked, '602')).toMatchObject(list)
  expectProblem(await rebuild('602', linked, { zone: KOLKATA }), 422, 'invalid')
  expectProblem(await rebuild('999'), 404, 'webinarUnknown')
  await storeAccount(store, '9103')
  expectProblem(await rebuild('602', '9103'), 409, 'notLinked')
  expectProblem(await rebuild('602', '9199'), 404, 'notRegistered')
})

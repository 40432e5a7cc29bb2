/** The link to the customer's own page, as operators make and withdraw it: API, command line and page. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { beginRemoval } from '../../../src/store/accounts/removals.ts'
import { listAudit } from '../../../src/store/audit.ts'
import { findStatusLink } from '../../../src/store/visitors/status-links.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'
import { expectProblem } from '../../support/api/problem.ts'
import { storeRegistered } from '../../support/rows/stored-account.ts'

const Link = z.strictObject({ url: z.string() })

let api: OperatorApiFixture
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { preset: 'empty' } })
})
afterAll(() => api.close())

const { page, signedIn } = operatorPages(() => api.webUrl)
const make = (id: string) => api.call(`/accounts/${id}/status-link`, { method: 'POST' })
const withdraw = (id: string) => api.call(`/accounts/${id}/status-link`, { method: 'DELETE' })
const statusOf = async (url: string) => (await page(new URL(url).pathname)).status

test('a link is made, replaced by a newer one, and withdrawn; the audit trail says by whom', async () => {
  const id = await storeRegistered(api, '7001')
  const first = await make(id)
  expect(first.status).toBe(201)
  const { url } = Link.parse(first.body)
  expect(url).toMatch(/^http:\/\/[^/]+\/status\/[\w-]{43}$/)
  expect(await statusOf(url)).toBe(200)

  const newer = Link.parse((await make(id)).body).url
  expect([await statusOf(url), await statusOf(newer)]).toEqual([404, 200])
  expect((await withdraw(id)).status).toBe(204)
  expect(await statusOf(newer)).toBe(404)
  expect((await withdraw(id)).status).toBe(204)
  expect(await api.audit(id)).toEqual([
    'statusLinkMade ok',
    'statusLinkMade ok',
    'statusLinkWithdrawn ok',
  ])
  const [last] = await listAudit(api.store, id, { limit: 1 })
  expect(last).toMatchObject({ actor: 'operator:test', address: '203.0.113.1' })
})

test('an account that is not registered, or is being removed, gets none', async () => {
  expectProblem(await make('7990'), 404, 'notRegistered')
  expectProblem(await withdraw('7990'), 404, 'notRegistered')
  const id = await storeRegistered(api, '7002')
  const { url } = Link.parse((await make(id)).body)
  await beginRemoval(api.store, id, { actor: 'operator:test', address: null, at: api.now() })
  expectProblem(await make(id), 409, 'beingRemoved')
  expect(await statusOf(url)).toBe(404)
  expect(await findStatusLink(api.store, id)).toBeUndefined()
})

test('the command line makes and withdraws it', async () => {
  const id = await storeRegistered(api, '7003')
  const cli = (...args: string[]) => atCommandLine(args, { url: api.webUrl })
  const made = await cli('status-link', 'make', id)
  expect(made.status).toBe(0)
  expect(made.err).toContain('customer only')
  expect(await statusOf(made.out)).toBe(200)
  const json = Link.parse(JSON.parse((await cli('--json', 'status-link', 'make', id)).out))
  expect(await statusOf(json.url)).toBe(200)
  expect((await cli('status-link', 'withdraw', id)).status).toBe(0)
  expect(await statusOf(json.url)).toBe(404)
})

test('an operator’s page makes it, shows it again, and withdraws it', async () => {
  const id = await storeRegistered(api, '7004')
  const cookie = await signedIn()
  const form = (what: string) => page(`/accounts/${id}/status-link`, { cookie, form: { what } })
  expect(await form('make')).toMatchObject({ status: 303, goesTo: `/accounts/${id}/settings` })
  const shown = async () => {
    const { text } = await page(`/accounts/${id}/settings`, { cookie })
    return /id="status-link-url"[^>]*value="([^"]+)"/.exec(text)?.[1] ?? null
  }
  const url = (await shown()) ?? expect.fail('no link')
  expect(await shown()).toBe(url)
  expect(await statusOf(url)).toBe(200)
  await form('withdraw')
  expect([await shown(), await statusOf(url)]).toEqual([null, 404])
})

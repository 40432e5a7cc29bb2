/** The API, the command line and the page explain the same person in the same words. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Explanation } from '../../../src/api/explanation.ts'
import { runPath } from '../../../src/web/pages/run/run-path.ts'
import { type CliFixture, openCliFixture } from '../../support/fixtures/cli-fixture.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import { expectProblem } from '../../support/api/problem.ts'

const Page = z.object({ items: z.array(Explanation), nextCursor: z.null() })

let api: CliFixture
let registrantId: string
let email: string
beforeAll(async () => {
  api = await openCliFixture()
  const [row] = api.sandbox.actOn
    .lists(api.sandbox.world.account(api.linked).actOn.accountId)
    .filter(({ folderName }) => folderName === api.linked)
    .flatMap(({ rows }) => rows)
  registrantId = row?.cells['ON24 Registrant ID'] ?? expect.fail('no contact')
  email = row?.cells['Email Address'] ?? expect.fail('no contact')
})
afterAll(() => api.close())

const explain = (body: unknown, id = api.linked) =>
  api.call(`/accounts/${id}/explain`, { method: 'POST', body })

async function explanation(): Promise<Explanation> {
  const { items } = Page.parse((await explain({ registrantId })).body)
  return items[0] ?? expect.fail('not explained')
}

test('the API explains by registrant id and by address, without values', async () => {
  const explained = await explanation()
  expect(explained).toMatchObject({ on24RegistrantId: registrantId, row: 'inList' })
  const byAddress = await explain({ email, eventId: explained.eventId })
  expect(Page.parse(byAddress.body).items).toEqual([explained])
  expect(JSON.stringify(byAddress.body)).not.toContain(email)
})

test.for([
  ['nothing', {}, '"detail":"registrantId or email must be given, and not both."'],
  [
    'both',
    { registrantId: '1', email: 'a.zq7canary@example.com' },
    'registrantId or email must be given',
  ],
  ['an id that is no id', { registrantId: 'x' }, 'string of digits'],
  ['an empty address', { email: ' ' }, 'must be an e-mail address'],
  ['a control character', { email: 'a\u0000b' }, 'must not contain control characters'],
] as const)('the API says what is wrong with %s', async ([, body, words]) => {
  const answer = await explain(body)
  expectProblem(answer, 422, 'invalid')
  expect(JSON.stringify(answer.body)).toContain(words)
})

test('an account that is not registered has nobody to explain', async () => {
  expectProblem(await explain({ registrantId: '1' }, '999'), 404, 'notRegistered')
})

test('the command explains by id, by a file with the address, and by a question', async () => {
  const explained = await explanation()
  const byId = await api.cli(['explain', api.linked, '--registrant', registrantId])
  expect(byId).toMatchObject({ status: 0, err: '' })
  expect(byId.out).toContain(explained.explanation)
  expect(byId.out).toMatch(/What happened, newest first:\n.*A new row was written/)
  const event = ['--event-id', explained.eventId]
  const byFile = await api.cli(['explain', api.linked, '--email-file', '-', ...event], {
    input: `${email}\n`,
  })
  expect(byFile.out).toBe(byId.out)
  const asked = await api.cli(['explain', api.linked, ...event], { typed: [email] })
  expect(asked.out).toBe(byId.out)
  for (const { out, err } of [byId, byFile, asked]) expect(out + err).not.toContain(email)
})

test('the page names each field that is wrong, as it labels it', async () => {
  const { page, signedIn } = operatorPages(() => api.webUrl)
  const cookie = await signedIn()
  const form = { person: 'a'.repeat(501), eventId: 'x' }
  const wrong = await page(`/accounts/${api.linked}/explain`, { cookie, form })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain(
    '“ON24 event id, for one webinar only” must be the ON24 event id as a string of digits.',
  )
  const person = { person: '1'.repeat(21), eventId: '' }
  const { text } = await page(`/accounts/${api.linked}/explain`, { cookie, form: person })
  expect(text).toContain(
    '“E-mail address or ON24 registrant id” must be the ON24 registrant id (eventuserid) as a string of digits.',
  )
  expect(text.match(/aria-invalid="true"/g)).toHaveLength(1)
})

test('the page leads to the webinar and to the run of each change, newest first', async () => {
  const { page, signedIn } = operatorPages(() => api.webUrl)
  const cookie = await signedIn()
  const form = { person: registrantId, eventId: '' }
  const { text } = await page(`/accounts/${api.linked}/explain`, { cookie, form })
  const { changes, eventId } = await explanation()
  const [{ run } = { run: null }] = changes
  const path = runPath(api.linked, run ?? expect.fail('no run'))
  expect((await page(path, { cookie })).status).toBe(200)
  expect(text).toContain(`href="${path}"`)
  expect(text).toContain(`href="/accounts/${api.linked}/webinars?search=${eventId}"`)
  expect(text).toContain('What happened, newest first')
})

test('a webinar that is unknown is named, on the page and at the command line', async () => {
  const { page, signedIn } = operatorPages(() => api.webUrl)
  const form = { person: registrantId, eventId: '987654' }
  const shown = await page(`/accounts/${api.linked}/explain`, { cookie: await signedIn(), form })
  const who = ['--registrant', registrantId, '--event-id', '987654']
  const { out } = await api.cli(['explain', api.linked, ...who])
  for (const text of [shown.text, out]) {
    expect(text).toContain('Nothing is known of this person in webinar 987654')
  }
})

test('the command prints JSON, and says when nothing is known or nobody was named', async () => {
  const json = await api.cli(['--json', 'explain', api.linked, '--registrant', registrantId])
  expect(z.array(Explanation).parse(JSON.parse(json.out))).toEqual([await explanation()])
  const nobody = await api.cli(['explain', api.linked, '--registrant', '1'])
  expect(nobody).toMatchObject({ status: 0 })
  expect(nobody.out).toMatch(/^Nothing is known of this person/)
  const unnamed = await api.cli(['explain', api.linked])
  expect(unnamed.status).not.toBe(0)
  expect(unnamed.err).toContain('The person is missing.')
})

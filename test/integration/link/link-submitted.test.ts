import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import {
  type Answer,
  type Invited,
  type LinkPagesFixture,
  openLinkPagesFixture,
} from '../../support/fixtures/link-pages-fixture.ts'

const HOUR_MS = 60 * 60 * 1000

let fixture: LinkPagesFixture
beforeAll(async () => {
  fixture = await openLinkPagesFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

const cookieOf = (answer: Answer) => answer.headers.get('set-cookie') ?? ''
const submissionIn = (page: Answer) =>
  /name="submission"\s+value="([\w-]{43})"/.exec(page.text)?.[1] ?? expect.fail('no submission')
const isLinked = async ({ account }: Invited) =>
  (await getAccount(fixture.store, account.on24ClientId)).linkedAt !== null
const signInsOf = ({ account }: Invited) =>
  fixture.sandbox.actOn
    .authAttempts()
    .filter(({ userName }) => userName === account.actOn.userName)
    .map(({ outcome }) => outcome)

test('a submit links, and shows the outcome to this browser only, for a day', async () => {
  const invited = await fixture.invited()
  const visitor = fixture.visitor()
  const answer = await visitor.link(invited)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/link/done'])
  expect(await isLinked(invited)).toBe(true)
  expect(await fixture.audit(invited.account)).toEqual(['submitted ok', 'linked ok'])

  const cookie = cookieOf(answer)
  expect(cookie).toMatch(
    /^link_done=[\w-]{43}; Max-Age=86400; Path=\/link\/done; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
  )
  const [pair = ''] = cookie.split(';')
  expect(
    JSON.stringify(await fixture.store.selectFrom('doneCookie').selectAll().execute()),
  ).not.toContain(pair.replace('link_done=', ''))
  const done = await visitor.get('/link/done', { cookie: pair })
  expect(done.status).toBe(200)
  expect(done.text).toContain(invited.account.on24ClientId)
  expect((await visitor.get('/link/done')).status).toBe(404)
  const guessed = `link_done=${'A'.repeat(43)}`
  expect((await visitor.get('/link/done', { cookie: guessed })).status).toBe(404)

  fixture.sandbox.clock.advance(24 * HOUR_MS - 60_000)
  expect((await visitor.get('/link/done', { cookie: pair })).status).toBe(200)
  fixture.sandbox.clock.advance(60_000)
  expect((await visitor.get('/link/done', { cookie: pair })).status).toBe(404)
})

test('an invitation is used once: only the same form gets its answer again', async () => {
  const invited = await fixture.invited()
  const visitor = fixture.visitor()
  const { actOn } = invited.account
  const form = { username: actOn.userName, password: actOn.password }
  const submission = submissionIn(await visitor.get(invited.path))
  const another = submissionIn(await visitor.get(invited.path))
  const first = await visitor.submit(invited.path, { ...form, submission })
  expect(first.status).toBe(303)

  const again = await visitor.submit(invited.path, { ...form, submission })
  expect([again.status, again.headers.get('location')]).toEqual([303, '/link/done'])
  expect(cookieOf(again)).not.toBe(cookieOf(first))
  for (const other of [{ ...form, submission: another }, form]) {
    expect((await visitor.submit(invited.path, other)).status).toBe(404)
  }
  expect((await visitor.get(invited.path)).status).toBe(404)
  expect(signInsOf(invited)).toEqual(['granted'])

  fixture.sandbox.clock.advance(24 * HOUR_MS)
  expect((await fixture.visitor().submit(invited.path, { ...form, submission })).status).toBe(404)
})

test('of two tabs that submit simultaneously one links, and the other makes no sign-in', async () => {
  const invited = await fixture.invited()
  const { actOn } = invited.account
  const { accountId, password } = actOn
  // The tabs use different user names, because the lease on a shared one would already serialize the sign-ins.
  const colleague = `colleague.of.${actOn.userName}`
  fixture.sandbox.actOn.user.addUser({ accountId, userName: colleague, password })
  const effect = { delayMs: 300 }
  fixture.sandbox.faults.add({ vendor: 'actOn', endpoint: 'token', times: 2, effect })
  const submits = [actOn.userName, colleague].map(async (username) => {
    const tab = fixture.visitor()
    const submission = submissionIn(await tab.get(invited.path))
    return tab.submit(invited.path, { username, password, submission })
  })
  const statuses = (await Promise.all(submits)).map(({ status }) => status)
  expect(statuses.sort((one, other) => one - other)).toEqual([303, 404])
  const signIns = fixture.sandbox.actOn.authAttempts()
  expect(signIns.filter(({ userName }) => userName.endsWith(actOn.userName))).toHaveLength(1)
  expect(await isLinked(invited)).toBe(true)
})

test('a form sent twice at once, as by a double click, is one link and gets one answer', async () => {
  const invited = await fixture.invited()
  const visitor = fixture.visitor()
  const { actOn } = invited.account
  const submission = submissionIn(await visitor.get(invited.path))
  const form = { username: actOn.userName, password: actOn.password, submission }
  fixture.sandbox.faults.add({ vendor: 'actOn', endpoint: 'token', effect: { delayMs: 500 } })
  const answers = await Promise.all([1, 2].map(() => visitor.submit(invited.path, form)))
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  expect(signInsOf(invited)).toEqual(['granted'])
  const audit = await fixture.audit(invited.account)
  expect(audit).toEqual(['opened ok', 'submitted ok', 'linked ok', 'submitted repeated'])
})

test('what Act-On is sent: the user name without white space around it, the password as typed', async () => {
  const invited = await fixture.invited()
  const { actOn } = invited.account
  const visitor = fixture.visitor()
  const fields = { username: `  ${actOn.userName}\t`, password: ` ${actOn.password}` }
  expect((await visitor.submit(invited.path, fields)).status).toBe(422)
  fixture.sandbox.actOn.user.changePassword(actOn.userName, fields.password)
  expect((await visitor.submit(invited.path, fields)).status).toBe(303)
})

const LONG = 'x'.repeat(255)

const INCOMPLETE: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ['no user name', { password: 'secret-1' }, 'enter your Act-On user name'],
  ['white space as user name', { username: ' ', password: 'secret-1' }, 'enter your Act-On user'],
  ['no password', { username: 'somebody' }, 'enter your Act-On password'],
  ['a user name too long', { username: LONG, password: 'secret-1' }, 'too long'],
  [
    'a NUL in a user name',
    { username: 'some\0body', password: 'secret-1' },
    'invisible characters',
  ],
  ['a NUL in a password', { username: 'somebody', password: 'secret-1\0' }, 'invisible characters'],
  ['a password too long', { username: 'somebody', password: LONG.repeat(5) }, 'too long'],
]

test.each(INCOMPLETE)(
  '%s is reported at the field, and the password is not shown again',
  async (_what, fields, words) => {
    const invited = await fixture.invited()
    const page = await fixture.visitor().submit(invited.path, fields)
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
    expect(page.text).not.toContain('secret-1')
    expect(page.text).not.toContain(LONG.repeat(4))
    if (fields['username'] === 'somebody') expect(page.text).toContain('value="somebody"')
    expect(await fixture.audit(invited.account)).toEqual(['submitted incomplete'])
    expect((await fixture.visitor().link(invited)).status).toBe(303)
  },
)

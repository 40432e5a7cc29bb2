import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type CliFixture, openCliFixture } from '../../support/fixtures/cli-fixture.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storeHeld, storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'

const SOON = { timeout: 30_000, interval: 100 }

const Accounts = z.array(z.object({ on24ClientId: z.string() }))
const Webinars = z.object({ items: z.array(z.object({ eventId: z.string() })) })

let api: CliFixture
let linked: string
let free: string
beforeAll(async () => {
  api = await openCliFixture()
  ;({ linked, free } = api)
  // The audit trail must have an entry to show.
  await cli(['accounts', 'invite', linked])
})
afterAll(() => api.close())

const cli: CliFixture['cli'] = (...args) => api.cli(...args)

test('an account is registered with a pair from the environment, a file or the terminal, never shown', async () => {
  const account = api.sandbox.world.account(free)
  const { accessTokenKey: key, accessTokenSecret: secret } = account
  const register = ['accounts', 'register', '--id', free, '--name', 'Nordlicht', '--region', 'na']
  const typed = await cli(register, { typed: [key, secret] })
  expect(typed).toMatchObject({
    status: 0,
    err: 'Access token key (secret)\nAccess token secret (secret)',
  })
  expect(typed.out).toMatch(/^Nordlicht .*State +unlinked.*not linked, region na/s)

  const again = await cli(register, {
    env: { ON24_ACT_ON_ACCESS_TOKEN_KEY: key, ON24_ACT_ON_ACCESS_TOKEN_SECRET: secret },
  })
  expect(again).toMatchObject({ status: 4, out: '' })
  expect(again.err).toMatch(/^This ON24 client is already registered\./)

  const pair = ['--pair-file', '-']
  const wrong = await cli(['accounts', 'change', free, ...pair], { input: `${key}\nnot-it\n` })
  expect(wrong).toMatchObject({ status: 4, out: '' })
  expect(wrong.err).toMatch(/^ON24 refused the token pair\.\n/)
  const right = await cli(['accounts', 'change', free, ...pair], { input: `${key}\n${secret}\n` })
  expect(right.status).toBe(0)
  for (const { out, err } of [typed, again, wrong, right]) {
    expect(out + err).not.toContain(secret)
    expect(out + err).not.toContain(key)
  }
})

test('an account is changed, and mistakes are named by the service', async () => {
  const zone = ['--time-zone', 'Europe/Berlin', '--act-on-calls-per-day', '5000']
  const changed = await cli(['accounts', 'change', linked, '--name', 'Bright & Co', ...zone])
  expect(changed.out).toMatch(
    /^Bright & Co .*Act-On calls +5,000 a day.*Time zone +Europe\/Berlin/s,
  )
  const back = await cli(['accounts', 'change', linked, '--act-on-calls-per-day', 'general'])
  expect(back.status).toBe(0)
  expect(back.out).toMatch(/Act-On calls +general setting/)
})

test('one account is shown as text, or with --json as the API’s own answer', async () => {
  const shown = await cli(['accounts', 'show', linked])
  expect(shown.out).toMatch(/times in UTC/)
  expect(shown.out).toMatch(/Last run +link of \d{4}-\d\d-\d\d \d\d:\d\d: complete, \d+\/\d+ webi/)
  const json = await cli(['accounts', 'show', linked, '--json'])
  expect(json).toEqual({ status: 0, out: (await api.call(`/accounts/${linked}`)).text, err: '' })
})

test.each<[string, string[], string, RegExp]>([
  [
    'accounts',
    ['accounts', 'list'],
    '/accounts',
    /^ON24 client +Name +State +Problems +Last success \(UTC\)/,
  ],
  ['runs', ['runs'], '/runs', /^Started \(UTC\) +Trigger +Outcome +Webinars/],
  ['webinars', ['webinars'], '/webinars', /^Event +Title +Contacts +Problem +Last read/],
  ['audit', ['audit'], '/audit', /^At \(UTC\) +What/],
])(
  'the list of %s is a table, and with --json the API’s own answer',
  async (_what, args, path, head) => {
    const isOfAccount = path !== '/accounts'
    const full = isOfAccount ? [...args, linked] : args
    const table = await cli(full, { width: 80 })
    expect(table).toMatchObject({ status: 0, err: '' })
    expect(table.out).toMatch(head)
    const lines = table.out.split('\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    const { text } = await api.call(isOfAccount ? `/accounts/${linked}${path}` : path)
    expect(await cli([...full, '--json'])).toEqual({ status: 0, out: text, err: '' })
  },
)

test('an empty list says so, and is an empty array with --json', async () => {
  const rejections = await cli(['rejections', linked])
  expect(rejections).toEqual({ status: 0, out: 'No rejected rows found.', err: '' })
  const json = await cli(['rejections', linked, '--all', '--json'])
  expect(json).toEqual({ status: 0, out: '[]', err: '' })
})

test('--all reads page after page; without it the rest is announced on standard error', async () => {
  const ids = Array.from({ length: 230 }, (_, index) => String(770_000 + index))
  for (const id of ids) await storeAccount(api.store, id)
  const some = await cli(['accounts', 'list', '--search', '770', '--limit', '3'])
  expect(some.out.split('\n')).toHaveLength(4)
  expect(some.err).toMatch(/^There are more: use --all/)

  const all = await cli(['accounts', 'list', '--search', '770', '--all'])
  expect(all.out.split('\n')).toHaveLength(231)
  expect(all.err).toBe('')

  const json = await cli(['accounts', 'list', '--search', '770', '--all', '--json'])
  const items = Accounts.parse(JSON.parse(json.out))
  expect(new Set(items.map((item) => item.on24ClientId))).toEqual(new Set(ids))

  const unlinked = ['accounts', 'list', '--state', 'active', 'paused', '--sort', 'lateness']
  expect((await cli(unlinked)).out.split('\n')).toHaveLength(2)
})

test('a webinar is excluded, and included again', async () => {
  const { out } = await cli(['webinars', linked, '--json'])
  const { items } = Webinars.parse(JSON.parse(out))
  const eventId = items[0]?.eventId ?? expect.fail('no webinar')
  const excluded = await cli(['exclude', linked, eventId])
  expect(excluded.out).toMatch(new RegExp(`${eventId} .* excluded`))
  expect((await cli(['webinars', linked, '--excluded', 'true'])).out).toContain(eventId)
  const included = await cli(['include', linked, eventId, '--json'])
  expect(JSON.parse(included.out)).toMatchObject({ eventId, excluded: false })
})

test('problems are listed with their next steps, and held removals are decided', async () => {
  const place = { on24ClientId: linked, eventId: '990001', at: api.now() }
  await storeWebinar(api.store, place)
  await storeHeld(api.store, place, ['1', '2'])
  const problems = await cli(['problems', linked], { width: 260 })
  expect(problems.out).toMatch(/removalsHeld +990001 +2 +2 contacts would be .* apply or drop/)
  expect((await cli(['accounts', 'show', linked])).out).toMatch(
    /removalsHeld since .*, webinar 990001: 2 contacts would be removed.* apply or drop/,
  )
  expect((await cli(['accounts', 'list'])).out).toMatch(/Problems[^]* active +1 /)
  expect((await cli(['webinars', linked])).out).toMatch(/990001 .* removalsHeld /)

  expect(await cli(['held', linked, '990001', 'drop'])).toEqual({
    status: 0,
    out: '2 removals dropped: these contacts stay in the list.',
    err: '',
  })
  const again = await cli(['held', linked, '990001', 'apply'])
  expect(again).toMatchObject({ status: 4, out: '' })
  expect(again.err).toMatch(/^This webinar has no held removals\./)
  expect((await cli(['problems', linked])).out).toBe(
    'No list and no webinar has a problem. For the state of the account itself see "accounts show".',
  )
})

test('rejected rows are exported and tried again', async () => {
  const place = { on24ClientId: linked, eventId: '990002', at: api.now() }
  await storeWebinar(api.store, place)
  const rejected = { state: 'rejected', rejectedBy: 'mapping', rejectedReason: '=1' } as const
  await storeRows(api.store, place, [{ registrantId: '7', ...rejected }])
  const { out } = await cli(['export', linked, '--event-id', '990002'])
  expect(out.split('\n')).toEqual([
    expect.stringMatching(/^on24RegistrantId,eventId,/) as unknown,
    expect.stringMatching(/^7,990002,,'=1,mapping,/) as unknown,
  ])
  const retried = await cli(['retry', linked])
  expect(retried).toMatchObject({ status: 0, err: '' })
  expect(retried.out).toBe('1 row will be retried. A run was requested.')
  await api.store.deleteFrom('waitingRow').where('eventId', '=', '990002').execute()
  expect((await cli(['retry', linked])).out).toBe('There are no rejected rows.')
})

test('an invitation’s URL alone stands on standard output', async () => {
  const { status, out, err } = await cli(['accounts', 'invite', free])
  expect(status).toBe(0)
  expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/link\/[\w-]+$/)
  expect(err).toMatch(/It works once, until .* UTC/)
})

test.each<[number, string, string[]]>([
  [3, 'an account that is not there', ['accounts', 'show', '404404']],
  [3, 'a webinar that is not there', ['exclude', 'LINKED', '404404']],
  [4, 'a pause of an account that is not linked', ['pause', 'FREE']],
])('exit status %i: %s', async (status, _what, args) => {
  const said = await cli(args.map((arg) => arg.replace('LINKED', linked).replace('FREE', free)))
  expect(said).toMatchObject({ status, out: '' })
  expect(said.err.split('\n').length).toBeGreaterThanOrEqual(2)
})

test('a wrong token is refused, and shown nowhere', async () => {
  const token = 'Zq7canary-wrong-token'
  const said = await cli(['accounts', 'list'], { token })
  expect(said).toMatchObject({ status: 4, out: '' })
  expect(said.err).toMatch(/^The service does not know this operator token\..*ON24_ACT_ON_TOKEN/s)
  expect(said.err).not.toContain(token)
})

test('a server that is not this service is reported as such', async () => {
  const said = await cli(['accounts', 'list'], { url: `${api.webUrl}/elsewhere` })
  expect(said).toMatchObject({ status: 1, out: '' })
  expect(said.err).toMatch(/Check the URL\./)
})

test('an account is removed once its id was typed, or with --yes', async () => {
  const wrong = await cli(['accounts', 'remove', free], { typed: ['1'] })
  expect(wrong.status).toBe(2)
  expect(wrong.err).toMatch(
    /Type \d+ to remove Nordlicht\nThe ids do not match: nothing was removed/,
  )
  expect((await cli(['accounts', 'show', free])).status).toBe(0)

  const right = await cli(['accounts', 'remove', free], { typed: [free] })
  expect(right).toMatchObject({
    status: 0,
    out: `Account ${free} is unlinked and its data deleted.`,
  })
  expect((await cli(['accounts', 'show', free])).status).toBe(3)

  expect(await cli(['accounts', 'remove', '770000', '--yes', '--json'])).toEqual({
    status: 0,
    out: '',
    err: '',
  })
})

test('operations from the command line are in the audit trail under the operator’s name', async () => {
  const { out } = await cli(['audit', free])
  expect(out).toMatch(/Operator test/)
})

test('--wait waits until the sync has ended', async () => {
  const { status, out, err } = await cli(['sync', linked, '--wait'])
  expect({ status, err }).toMatchObject({ status: 0 })
  expect(out).toMatch(/^sync of .*: complete, /)
})

test('a sync of a paused account is refused at once, with what to do instead', async () => {
  await cli(['pause', linked])
  await expect
    .poll(async () => (await cli(['accounts', 'show', linked])).out, SOON)
    .toMatch(/State +paused/)
  const said = await cli(['sync', linked, '--wait'])
  expect(said).toMatchObject({ status: 4, out: '' })
  expect(said.err).toBe('The account is paused.\nResume it instead: that also starts a run.')
})

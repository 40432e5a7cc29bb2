import { expect, test } from 'vitest'
import {
  ACCOUNT,
  createTestList,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'

const LISTED_AT_ONCE = { newListListedAfterMs: 0 }

test('a new list is listed late, but works at once', async () => {
  const actOn = await startActOnFixture({ knobs: { newListListedAfterMs: 60_000 } })
  const listId = await createTestList(actOn)
  const listed = async () => (await actOn.call('GET', '/api/1/list?count=1000')).text
  expect(await listed()).not.toContain(listId)
  expect((await actOn.call('GET', `/api/1/list/${listId}`)).status).toBe(200)
  actOn.clock.advance(60_000)
  expect(await listed()).toContain(listId)
})

test('a new list may be listed at once', async () => {
  const actOn = await startActOnFixture({ knobs: LISTED_AT_ONCE })
  const listId = await createTestList(actOn)
  expect((await actOn.call('GET', '/api/1/list')).text).toContain(listId)
})

test('the listing has other assets unless a type is asked for, in any case of letters', async () => {
  const actOn = await startActOnFixture()
  const all = await actOn.call('GET', '/api/1/list')
  expect(all.json).toMatchObject({ totalCount: 4, count: 4, offset: 0 })
  for (const type of ['contact_list', 'CONTACT_LIST']) {
    const lists = await actOn.call('GET', `/api/1/list?listingtype=${type}`)
    expect(lists.json).toMatchObject({ totalCount: 1, result: [{ name: 'Newsletter' }] })
  }
})

test('an id that is another asset is no list', async () => {
  const actOn = await startActOnFixture()
  const media = await actOn.call('GET', '/api/1/list?listingtype=media')
  const id = /"id":"([^"]+)"/.exec(media.text)?.[1] ?? ''
  const reply = await actOn.call('GET', `/api/1/list/${id}`)
  expect(reply.json).toEqual({ errorCode: 10004, message: 'Invalid or missing list' })
})

test('the listing comes in pages, a short one by default, and more than 1000 lists need several', async () => {
  const actOn = await startActOnFixture({ knobs: LISTED_AT_ONCE })
  const columns = [{ heading: 'Email', columnType: 'EMAIL' }]
  for (let made = 0; made < 1005; made += 1) {
    actOn.server.user.addList(ACCOUNT, { name: `List ${made}`, folderName: 'Many', columns })
  }
  const page = (query: string) => actOn.call('GET', `/api/1/list?listingtype=contact_list${query}`)
  expect((await page('')).json).toMatchObject({ count: 50, totalCount: 1006 })
  expect((await page('&count=5000')).json).toMatchObject({ count: 1000, totalCount: 1006 })
  expect((await page('&count=1000&offset=1000')).json).toMatchObject({ count: 6, offset: 1000 })
  actOn.server.knobs.countAboveMaximum = 'refuse'
  expect((await page('&count=1001')).status).toBe(400)
  expect((await page('&count=1000')).status).toBe(200)
})

test('the size in the listing is text, and is counted late', async () => {
  const actOn = await startActOnFixture({ knobs: LISTED_AT_ONCE })
  const listId = await createTestList(actOn)
  actOn.server.user.addRow(ACCOUNT, listId, { 'Email Address': 'ada@example.com' })
  const size = async () => {
    const { text } = await actOn.call('GET', '/api/1/list?listingtype=contact_list')
    return /.*"sourceSize":("?\w+"?)/.exec(text)?.[1]
  }
  expect(await size()).toBe('"0"')
  actOn.clock.advance(600_000)
  expect(await size()).toBe('"1"')
})

test('there is no endpoint for folders', async () => {
  const actOn = await startActOnFixture()
  const missing = await actOn.call('GET', '/api/1/folder')
  expect(missing.status).toBe(404)
  expect(missing.json).toEqual({
    httpCode: '404',
    httpMessage: 'Not Found',
    moreInformation: 'No resources match requested URI',
  })
})

test.each([
  { unknownPathBody: 'html', start: '<html>' },
  { unknownPathBody: 'empty', start: '' },
] as const)(
  'an unknown path may be answered with $unknownPathBody',
  async ({ start, ...knobs }) => {
    const actOn = await startActOnFixture({ knobs })
    const reply = await actOn.call('GET', '/api/1/folder')
    expect(reply.status).toBe(404)
    expect(reply.json).toBeUndefined()
    expect(reply.text.startsWith(start)).toBe(true)
  },
)

test('an empty answer and HTML come by faults, on any endpoint', async () => {
  const actOn = await startActOnFixture()
  await actOn.call('GET', '/api/1/account')
  const answer = { status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' }
  actOn.faults.add({ vendor: 'actOn', endpoint: 'lists', effect: { answer } })
  const reply = await actOn.call('GET', '/api/1/list')
  expect([reply.status, reply.text]).toEqual([502, '<h1>Bad Gateway</h1>'])
})

import { expect, test } from 'vitest'
import {
  ACCOUNT,
  AT_ONCE,
  SPECS,
  createForm,
  createTestList,
  csvOf,
  rowsOf,
  send,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

const LISTED_AT_ONCE = { newListListedAfterMs: 0 }

const names = (actOn: ActOnFixture) => actOn.server.lists(ACCOUNT).map(({ name }) => name)

test('a list made without a file is there at once, in a folder that comes with it', async () => {
  const actOn = await startActOnFixture()
  const reply = await actOn.call('POST', '/api/1/list', createForm())
  expect(reply.json).toMatchObject({ status: 'success', message: 'List created' })
  const listId = reply.field('listId')
  expect(listId).toMatch(/^l-[0-9a-f]{4,}$/)
  expect(actOn.server.lists(ACCOUNT)).toContainEqual({
    listId,
    name: 'A webinar (7)',
    folderName: '22950',
    headings: SPECS.map(({ columnHeading }) => columnHeading),
    rows: [],
  })
})

test('a list made with a file has no id until its job is done', async () => {
  const actOn = await startActOnFixture({ knobs: AT_ONCE })
  const form = createForm({}, csvOf(['Ada', 'Engineer', 'ada@example.com', '']))
  const upload = await actOn.call('POST', '/api/1/list', form)
  const jobId = upload.field('jobId')
  expect(upload.json).toEqual({ status: 'success', message: 'Upload completed', jobId })
  expect(names(actOn)).toEqual(['Newsletter'])
  const status = await actOn.call('GET', `/api/1/list/${jobId}/status`)
  const list = actOn.server.lists(ACCOUNT)[1]
  expect(status.json).toMatchObject({ details: { listId: list?.listId, appendCount: 1 } })
  expect(list?.rows[0]?.cells).toMatchObject({ 'First Name': 'Ada' })
})

test('a blank folder name means the default folder', async () => {
  const actOn = await startActOnFixture()
  await createTestList(actOn, { foldername: '' })
  expect(actOn.server.lists(ACCOUNT)[1]?.folderName).toBe('Default Folder')
})

test.each(['POST', 'PUT'])('a %s of a list takes nothing but multipart', async (method) => {
  const actOn = await startActOnFixture()
  const path = method === 'POST' ? '/api/1/list' : `/api/1/list/${await createTestList(actOn)}`
  const url = actOn.server.url + path
  const authorization = `Bearer ${await actOn.signIn()}`
  const bodies = {
    'application/json': '{"listname":"A"}',
    'application/x-www-form-urlencoded': 'listname=A',
    // This content type lacks its boundary.
    'multipart/form-data': '--x\r\n',
  }
  for (const [type, body] of Object.entries(bodies)) {
    const headers = { authorization, 'content-type': type }
    const { status } = await send(url, { method, headers, body })
    expect([type, status]).toEqual([type, 415])
  }
})

test.each([
  ['no address', [{ columnHeading: 'A', columnIndex: 0 }], 'no email column'],
  ['an empty type', [...SPECS, { columnHeading: 'A', columnIndex: 4, columnType: '' }], ''],
  ['an unknown type', [...SPECS, { columnHeading: 'A', columnIndex: 4, columnType: 'PHONE' }], ''],
  ['no index', [...SPECS, { columnHeading: 'A' }], 'an invalid column'],
  ['no array', { columnHeading: 'A' }, 'Invalid or missing'],
])('upload specs with %s are refused', async (_what, uploadspecs, words) => {
  const actOn = await startActOnFixture()
  const reply = await actOn.call('POST', '/api/1/list', createForm({ uploadspecs }))
  expect(reply.status).toBe(400)
  const known = 'Upload specs contain an invalid column type value.'
  expect(reply.field('message')).toContain(words === '' ? known : words)
  expect(names(actOn)).toEqual(['Newsletter'])
})

test('an ignored column is not made', async () => {
  const actOn = await startActOnFixture()
  const ignored = { columnHeading: 'Noise', columnIndex: 4, ignoreColumn: 'Y' }
  await createTestList(actOn, { uploadspecs: [...SPECS, ignored] })
  expect(actOn.server.lists(ACCOUNT)[1]?.headings).not.toContain('Noise')
})

test('the quote character must be declared, and the separator be a known one', async () => {
  const actOn = await startActOnFixture()
  for (const wrong of [{ quotecharacter: null }, { fieldseparator: 'PIPE' }]) {
    expect((await actOn.call('POST', '/api/1/list', createForm(wrong))).status).toBe(400)
  }
})

test.each([
  { duplicateListName: 'allow', status: 200, lists: 3 },
  { duplicateListName: 'refuse', status: 400, lists: 2 },
] as const)(
  'a second list of one name: $duplicateListName',
  async ({ status, lists, ...knobs }) => {
    const actOn = await startActOnFixture({ knobs })
    await createTestList(actOn)
    expect((await actOn.call('POST', '/api/1/list', createForm())).status).toBe(status)
    expect(names(actOn)).toHaveLength(lists)
  },
)

test('a list name is measured in code points', async () => {
  const actOn = await startActOnFixture()
  const form = (length: number) => createForm({ listname: '🎉'.repeat(length) })
  expect((await actOn.call('POST', '/api/1/list', form(100))).status).toBe(200)
  expect((await actOn.call('POST', '/api/1/list', form(101))).status).toBe(400)
})

test('a create whose answer is lost has made the list', async () => {
  const actOn = await startActOnFixture()
  await actOn.call('GET', '/api/1/account')
  actOn.faults.add({ vendor: 'actOn', endpoint: 'createList', effect: { cut: 'after' } })
  await expect(actOn.call('POST', '/api/1/list', createForm())).rejects.toThrow('fetch failed')
  expect(names(actOn)).toContain('A webinar (7)')
})

test('a create that is cut before has made nothing', async () => {
  const actOn = await startActOnFixture()
  await actOn.call('GET', '/api/1/account')
  actOn.faults.add({ vendor: 'actOn', endpoint: 'createList', effect: { cut: 'before' } })
  await expect(actOn.call('POST', '/api/1/list', createForm())).rejects.toThrow('fetch failed')
  expect(names(actOn)).not.toContain('A webinar (7)')
})

test('the same name may stand in another folder', async () => {
  const actOn = await startActOnFixture({ knobs: LISTED_AT_ONCE })
  await createTestList(actOn, { foldername: 'Elsewhere' })
  await createTestList(actOn)
  const { json } = await actOn.call('GET', '/api/1/list?listingtype=contact_list')
  expect(json).toMatchObject({
    result: [
      { name: 'Newsletter' },
      { name: 'A webinar (7)', folderName: 'Elsewhere' },
      { name: 'A webinar (7)', folderName: '22950' },
    ],
  })
})

test('a deleted list is 10004 for every call', async () => {
  const actOn = await startActOnFixture()
  const listId = await createTestList(actOn)
  expect((await actOn.call('DELETE', `/api/1/list/${listId}`)).json).toEqual({})
  const calls: [string, string, object?][] = [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/record', { 'Email Address': 'a@example.com' }],
    ['PUT', '/record?email=a%40example.com', {}],
    ['GET', `/record/${listId}:0`],
    ['DELETE', `/record?contactids=${listId}:0`],
  ]
  for (const [method, path, body] of calls) {
    const reply = await actOn.call(method, `/api/1/list/${listId}${path}`, body)
    expect([reply.status, reply.json]).toEqual([
      400,
      { errorCode: 10004, message: 'Invalid or missing list' },
    ])
  }
})

test('a list id is never given out twice, but two accounts have the same ids', async () => {
  const actOn = await startActOnFixture()
  const first = await createTestList(actOn)
  actOn.server.user.deleteList(ACCOUNT, first)
  const second = await createTestList(actOn)
  expect(second).not.toBe(first)
  const other = await actOn.signIn('other@example.com', 'other')
  const theirs = await actOn.callAs(other, 'POST', '/api/1/list', createForm())
  expect(theirs.field('listId')).toBe(first)
  expect((await actOn.callAs(other, 'GET', `/api/1/list/${second}`)).status).toBe(400)
  expect(rowsOf(actOn, second)).toEqual([])
})

import { expect, test } from 'vitest'
import {
  ACCOUNT,
  createTestList,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

async function open(actOn: ActOnFixture, path: string) {
  const response = await fetch(new URL(path, actOn.server.url))
  return { status: response.status, text: await response.text() }
}

const linksIn = (text: string) =>
  [...text.matchAll(/<td><a href="([^"]+)"/g)].map(([, href]) =>
    (href ?? '').replaceAll('&amp;', '&'),
  )

test('a person finds a contact by its account, folder and list', async () => {
  const actOn = await startActOnFixture()
  const listId = await createTestList(actOn, { foldername: 'Q&A + more' })
  actOn.server.user.addRow(ACCOUNT, listId, { 'First Name': 'Ada' })
  const accounts = await open(actOn, '/view')
  expect(accounts.text).toContain('Brightwater')
  const folders = await open(actOn, linksIn(accounts.text)[0] ?? '')
  expect(folders.text).toContain('Q&amp;A + more')
  const lists = await open(actOn, linksIn(folders.text)[1] ?? '')
  expect(lists.text).toContain('A webinar (7)')
  const contacts = await open(actOn, linksIn(lists.text)[0] ?? '')
  expect(contacts.text).toContain('<th scope="col">Job Title</th>')
  expect(contacts.text).toContain('<td>Ada</td>')
  expect(contacts.text).toContain('http-equiv="refresh" content="10"')
})

test('what people wrote is escaped', async () => {
  const actOn = await startActOnFixture()
  const listId = await createTestList(actOn, { listname: '<script>alert("x")</script>' })
  actOn.server.user.addRow(ACCOUNT, listId, { 'First Name': `<img src=x onerror='y'>` })
  const { text } = await open(actOn, `/view/${ACCOUNT}/list/${listId}`)
  expect(text).not.toMatch(/<script|<img/)
  expect(text).toContain('&lt;img src=x onerror=&#39;y&#39;&gt;')
})

test('a hundred contacts stand on a page', async () => {
  const actOn = await startActOnFixture()
  const listId = await createTestList(actOn)
  for (let row = 0; row < 101; row += 1) {
    actOn.server.user.addRow(ACCOUNT, listId, { 'Email Address': `p${row}@example.com` })
  }
  const path = `/view/${ACCOUNT}/list/${listId}`
  const first = await open(actOn, path)
  expect(first.text).toContain('101 contacts. Page 1 of 2.')
  expect(first.text).toContain('href="?page=2"')
  expect(first.text).not.toContain('p100@example.com')
  expect((await open(actOn, `${path}?page=2`)).text).toContain('p100@example.com')
  expect((await open(actOn, `${path}?page=99`)).text).toContain('Page 2 of 2.')
})

test('a page of what is not there says so', async () => {
  const actOn = await startActOnFixture()
  for (const path of ['/view/1', `/view/${ACCOUNT}/list/l-ffff`]) {
    const { status, text } = await open(actOn, path)
    expect([status, text.includes('Not found')]).toEqual([404, true])
  }
})

test('looking costs no call', async () => {
  const actOn = await startActOnFixture({ knobs: { callsPerDay: 0 } })
  expect((await open(actOn, '/view')).status).toBe(200)
  expect(actOn.ledger.count()).toBe(0)
})

async function submit(
  actOn: ActOnFixture,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const response = await fetch(new URL(`/view/${ACCOUNT}${path}`, actOn.server.url), {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams(fields),
  })
  const { status } = response
  return { status, goesTo: response.headers.get('location'), text: await response.text() }
}

/** The list's name, folder, headings and rows, without Act-On's other assets. */
const listIn = ({ server }: ActOnFixture, listId: string) =>
  server.lists(ACCOUNT).find((list) => list.listId === listId)

test('a person edits, copies and deletes a row as a user of Act-On', async () => {
  const actOn = await startActOnFixture()
  const listId = await createTestList(actOn)
  const recordId = actOn.server.user.addRow(ACCOUNT, listId, { 'First Name': 'Ada' })
  const path = `/list/${listId}/row/${recordId}`
  const edit = { does: 'editCell', heading: 'First Name', value: 'Grace' }
  expect(await submit(actOn, path, edit)).toMatchObject({ status: 303 })
  const copied = await submit(actOn, path, { does: 'copyRow' })
  expect((await open(actOn, copied.goesTo ?? '')).text).toContain('<td>Grace</td>')
  expect(listIn(actOn, listId)?.rows.map(({ cells }) => cells['First Name'])).toEqual([
    'Grace',
    'Grace',
  ])
  const deleted = await submit(actOn, path, { does: 'deleteRow' })
  expect(deleted.goesTo).toBe(`/view/${ACCOUNT}/list/${listId}`)
  expect(listIn(actOn, listId)?.rows).toHaveLength(1)
  expect((await open(actOn, `/view/${ACCOUNT}${path}`)).status).toBe(404)
})

test('a person renames and deletes columns, and moves and deletes a list', async () => {
  const actOn = await startActOnFixture()
  const listId = await createTestList(actOn)
  const path = `/list/${listId}/edit`
  expect((await open(actOn, `/view/${ACCOUNT}${path}`)).text).toContain('Delete the list')
  const renamed = { does: 'renameColumn', heading: 'First Name', newHeading: 'Given name' }
  await submit(actOn, path, renamed)
  await submit(actOn, path, { does: 'deleteColumn', heading: 'Job Title' })
  await submit(actOn, path, { does: 'moveList', folderName: 'Elsewhere' })
  const { headings, folderName } = listIn(actOn, listId) ?? {}
  expect(folderName).toBe('Elsewhere')
  expect(headings).toContain('Given name')
  expect(headings).not.toContain('Job Title')
  const deleted = await submit(actOn, path, { does: 'deleteList' })
  expect(deleted.goesTo).toBe(`/view/${ACCOUNT}`)
  expect(listIn(actOn, listId)).toBeUndefined()
})

test('what Act-On does not allow, or another site asks for, changes nothing', async () => {
  const actOn = await startActOnFixture()
  const listId = await createTestList(actOn)
  const path = `/list/${listId}/edit`
  const before = listIn(actOn, listId)
  const refused = await submit(actOn, path, { does: 'deleteColumn', heading: 'Email Address' })
  expect([refused.status, refused.text.includes('cannot be deleted')]).toEqual([422, true])
  expect((await submit(actOn, path, { does: 'nothing' })).status).toBe(422)
  expect((await submit(actOn, '/list/l-ffff/edit', { does: 'deleteList' })).status).toBe(404)
  const foreign = { origin: 'https://elsewhere.example' }
  expect((await submit(actOn, path, { does: 'deleteList' }, foreign)).status).toBe(403)
  expect(listIn(actOn, listId)).toEqual(before)
})

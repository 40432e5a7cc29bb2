import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../../sandbox/sandbox.ts'
import {
  ACCOUNT,
  createTestList,
  csvOf,
  mergeForm,
  rowsOf,
  startActOnFixture,
} from '../../support/fixtures/act-on-fixture.ts'

const ADA = { 'First Name': 'Ada', 'Job Title': 'Engineer', 'Email Address': 'ada@example.com' }

test('a user renames and moves a list, and its id goes on', async () => {
  const actOn = await startActOnFixture({ knobs: { newListListedAfterMs: 0 } })
  const listId = await createTestList(actOn)
  actOn.server.user.renameList(ACCOUNT, listId, 'Mine now')
  actOn.server.user.moveList(ACCOUNT, listId, 'My folder')
  const { json } = await actOn.call('GET', '/api/1/list?listingtype=contact_list&offset=1')
  expect(json).toMatchObject({
    result: [{ id: listId, name: 'Mine now', folderName: 'My folder' }],
  })
})

test('a user deletes a list, and it is gone for the API', async () => {
  const actOn = await startActOnFixture()
  const listId = await createTestList(actOn)
  actOn.server.user.deleteList(ACCOUNT, listId)
  expect((await actOn.call('GET', `/api/1/list/${listId}`)).json).toMatchObject({
    errorCode: 10004,
  })
})

test('a user renames, adds and deletes columns, and the cells stay with their headings', async () => {
  const actOn = await startActOnFixture()
  const { user } = actOn.server
  const listId = await createTestList(actOn)
  user.addRow(ACCOUNT, listId, ADA)
  user.renameColumn(ACCOUNT, listId, 'Job Title', 'Role')
  user.addColumn(ACCOUNT, listId, 'Notes')
  user.addColumn(ACCOUNT, listId, 'Region', 'Role')
  user.deleteColumn(ACCOUNT, listId, 'Lead Source')
  expect(rowsOf(actOn, listId)).toEqual([
    {
      'First Name': 'Ada',
      Region: '',
      Role: 'Engineer',
      'Email Address': 'ada@example.com',
      Notes: '',
    },
  ])
  const { json } = await actOn.call('GET', `/api/1/list/${listId}`)
  expect(json).toMatchObject({
    emailColumn: 4,
    headers: ['_contact_id_', 'First Name', 'Region', 'Role', 'Email Address', 'Notes'],
  })
  const path = `/api/1/list/${listId}/record?email=ada%40example.com`
  expect((await actOn.call('PUT', path, { 'Job Title': 'x' })).text).toContain('10010')
})

test('a user adds, edits and deletes rows', async () => {
  const actOn = await startActOnFixture()
  const { user } = actOn.server
  const listId = await createTestList(actOn)
  const recordId = user.addRow(ACCOUNT, listId, ADA)
  user.editCell(ACCOUNT, recordId, 'Email Address', 'ada@example.org')
  const lookup = await actOn.call('GET', `/api/1/list/lookup/${listId}?email=ada%40example.org`)
  expect(lookup.field('contactID')).toBe(recordId)
  user.deleteRow(ACCOUNT, recordId)
  expect(rowsOf(actOn, listId)).toEqual([])
})

test('a second user of an account sees the same lists', async () => {
  const actOn = await startActOnFixture()
  const listId = await createTestList(actOn)
  actOn.server.user.addUser({ userName: 'second', accountId: ACCOUNT, password: 'p' })
  const second = await actOn.signIn('second', 'p')
  expect((await actOn.callAs(second, 'GET', `/api/1/list/${listId}`)).status).toBe(200)
  // The first user's token is still valid, because the second sign-in was for another user name.
  expect((await actOn.call('GET', '/api/1/account')).status).toBe(200)
})

test('what does not exist can not be acted on', async () => {
  const actOn = await startActOnFixture()
  const listId = await createTestList(actOn)
  const { user } = actOn.server
  expect(() => user.deleteList(ACCOUNT, 'l-ffff')).toThrow('no list l-ffff')
  expect(() => user.renameColumn(ACCOUNT, listId, 'Shoe', 'Hat')).toThrow('no column Shoe')
  expect(() => user.deleteRow(ACCOUNT, `${listId}:5`)).toThrow('no contact')
  expect(() => user.deleteColumn(ACCOUNT, listId, 'Email Address')).toThrow('cannot be deleted')
})

test('a start on the same file goes on: tokens, lists, rows, passwords and waiting jobs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-act-on-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const stateFile = join(folder, 'act-on.sqlite')
  // The first server is not closed before the second starts, which simulates a killed process.
  const first = await startActOnFixture({ stateFile, knobs: { jobUnpolledMs: 3_600_000 } })
  const accessToken = await first.signIn()
  const listId = await createTestList(first)
  const later = await first.signIn()
  const form = mergeForm(listId, csvOf(['Ada', '', 'ada@example.com', '']))
  const upload = await first.callAs(later, 'PUT', `/api/1/list/${listId}`, form)
  first.server.user.changePassword('other@example.com', 'changed')

  const second = await startActOnFixture({ stateFile, knobs: { jobUnpolledMs: 0 } })
  expect((await second.callAs(accessToken, 'GET', '/api/1/list')).status).toBe(401)
  const status = `/api/1/list/${upload.field('jobId')}/status`
  expect((await second.callAs(later, 'GET', status)).status).toBe(200)
  expect(rowsOf(second, listId)).toMatchObject([{ 'First Name': 'Ada' }])
  const old = { grant_type: 'password', username: 'other@example.com', password: 'other' }
  expect((await second.token(old)).status).toBe(403)
  expect(second.server.lists(ACCOUNT).map(({ name }) => name)).toEqual([
    'Newsletter',
    'A webinar (7)',
  ])
})

test('the sandbox starts Act-On with the accounts of its world, and every token is marked', async () => {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const account = sandbox.world.accounts[0]?.actOn
  const [application] = sandbox.actOn.applications
  const body = new URLSearchParams({
    grant_type: 'password',
    username: account?.userName ?? '',
    password: account?.password ?? '',
    client_id: application?.clientId ?? '',
    client_secret: application?.clientSecret ?? '',
  })
  const response = await fetch(`${sandbox.actOn.url}/token`, { method: 'POST', body })
  expect(await response.json()).toMatchObject({
    access_token: expect.stringContaining('Zq7canary') as unknown,
    refresh_token: expect.stringContaining('Zq7canary') as unknown,
  })
})

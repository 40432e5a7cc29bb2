import { describe, expect, test } from 'vitest'
import { ActOnAccessRefused, ActOnUnavailable } from '../../../src/act-on/errors.ts'
import { collect } from '../../support/api/collect.ts'
import { COLUMNS } from '../../support/vendors/act-on-columns.ts'
import { startActOnClientFixture } from '../../support/fixtures/act-on-client-fixture.ts'
import { ACCOUNT, USER } from '../../support/fixtures/act-on-fixture.ts'

const call = { signal: new AbortController().signal }
const LIST = { name: 'A webinar (7)', folderName: '22950', columns: COLUMNS }

describe('the account', () => {
  test('is returned with its name and time zone', async () => {
    const { client } = await startActOnClientFixture()
    expect(await client.readAccount(call)).toEqual({
      accountId: ACCOUNT,
      accountName: 'Brightwater',
      timeZone: 'US/Pacific',
    })
  })
})

describe('a token that Act-On refuses', () => {
  test('is renewed once, and the call repeated', async () => {
    const { client, server, ledger, turns } = await startActOnClientFixture()
    await client.readAccount(call)
    server.user.expireAccessTokens(ACCOUNT)
    await client.readAccount(call)
    expect(ledger.calls().map(({ endpoint, status }) => `${endpoint} ${String(status)}`)).toEqual([
      'token 200',
      'account 200',
      'account 401',
      'token 200',
      'account 200',
    ])
    expect(turns()).toBe(5)
  })

  test('twice ends in a refusal, not in a third call', async () => {
    const { client, faults, ledger } = await startActOnClientFixture()
    const answer = { status: 401, body: '{"httpCode":"401","httpMessage":"Unauthorized"}' }
    faults.add({ vendor: 'actOn', endpoint: 'account', times: Infinity, effect: { answer } })
    await expect(client.readAccount(call)).rejects.toThrow(ActOnAccessRefused)
    expect(ledger.count({ endpoint: 'account' })).toBe(2)
  })

  test('is renewed once for all calls that it hits', async () => {
    const { client, server, ledger } = await startActOnClientFixture()
    await client.readAccount(call)
    server.user.expireAccessTokens(ACCOUNT)
    await Promise.all(Array.from({ length: 20 }, () => client.readAccount(call)))
    expect(ledger.count({ endpoint: 'token' })).toBe(2)
  })

  test('allows a whole upload to be repeated', async () => {
    const { client, server } = await startActOnClientFixture()
    const { listId } = await client.createList(LIST, call)
    server.user.revokeTokens(USER)
    const rows = [['Ann', '', 'ann@example.com', '']]
    const { jobId } = await client.startMerge({ listId, columns: COLUMNS, rows }, call)
    expect(await client.readJob(jobId, call)).toMatchObject({ state: 'done', appendCount: 1 })
  })
})

describe('a list', () => {
  test('is made at once, in its folder, with every column in order', async () => {
    const { client, server } = await startActOnClientFixture()
    const { listId } = await client.createList(LIST, call)
    expect(server.lists(ACCOUNT).at(-1)).toEqual({
      listId,
      name: 'A webinar (7)',
      folderName: '22950',
      headings: COLUMNS.map(({ heading }) => heading),
      rows: [],
    })
    expect(await client.readHeadings(listId, call)).toEqual(COLUMNS.map(({ heading }) => heading))
  })

  test('keeps a name with any character', async () => {
    const { client, server } = await startActOnClientFixture()
    const name = 'Ünïcode “quotes”, 日本語 & "more" (8)'
    await client.createList({ ...LIST, name }, call)
    expect(server.lists(ACCOUNT).at(-1)?.name).toBe(name)
  })

  test('may have been made when the answer is lost, and the error says so', async () => {
    const { client, server, faults } = await startActOnClientFixture()
    faults.add({ vendor: 'actOn', endpoint: 'createList', effect: { cut: 'after' } })
    const failure = await client.createList(LIST, call).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ActOnUnavailable)
    expect(failure).toMatchObject({ mayHaveTakenEffect: true })
    expect(server.lists(ACCOUNT).at(-1)?.name).toBe(LIST.name)
  })
})

describe('the listing', () => {
  test('returns the contact lists of all pages, and nothing else', async () => {
    const { client, server, ledger } = await startActOnClientFixture()
    const made = Array.from({ length: 2100 }, (_, index) =>
      server.user.addList(ACCOUNT, { name: `L (${String(index)})`, folderName: '1', columns: [] }),
    )
    const lists = await collect(client.listContactLists(call))
    expect(lists.map(({ listId }) => listId).filter((id) => made.includes(id))).toEqual(made)
    expect(lists).toHaveLength(server.lists(ACCOUNT).length)
    expect(lists[0]).toEqual({
      listId: server.lists(ACCOUNT)[0]?.listId,
      name: 'Newsletter',
      folderName: 'Default Folder',
    })
    expect(ledger.count({ endpoint: 'lists' })).toBe(3)
  })
})

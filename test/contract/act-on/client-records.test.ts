import { describe, expect, test } from 'vitest'
import {
  ActOnListGone,
  ActOnRequestRefused,
  ActOnUnavailable,
  ActOnUnknownColumn,
} from '../../../src/act-on/errors.ts'
import { COLUMNS } from '../../support/vendors/act-on-columns.ts'
import { startActOnClientFixture } from '../../support/fixtures/act-on-client-fixture.ts'
import { ACCOUNT, rowsOf } from '../../support/fixtures/act-on-fixture.ts'
import type { ActOnKnobs } from '../../../sandbox/act-on/knobs.ts'

const call = { signal: new AbortController().signal }
const EMAIL = 'ann+a&b=c@example.com'
const ANN = { FirstName: 'Ann', 'Email Address': EMAIL }

async function startWithList(knobs: Partial<ActOnKnobs> = {}) {
  const actOn = await startActOnClientFixture(knobs)
  const list = { name: 'A webinar (7)', folderName: '22950', columns: COLUMNS }
  const { listId } = await actOn.client.createList(list, call)
  const upsert = (cells: Record<string, string>, email = EMAIL) =>
    actOn.client.upsertContact({ listId, email, cells }, call)
  return { ...actOn, listId, upsert, rows: () => rowsOf(actOn, listId) }
}

describe('an upsert', () => {
  test('makes a contact, then changes it, whatever its address holds', async () => {
    const { upsert, rows } = await startWithList()
    const created = await upsert(ANN)
    expect(created.outcome).toBe('created')
    expect(await upsert({ Title: 'CTO' })).toEqual({ ...created, outcome: 'updated' })
    expect(rows()).toEqual([
      { FirstName: 'Ann', Title: 'CTO', 'Email Address': EMAIL, '# of Poll Responses': '' },
    ])
  })

  test('whose answer is empty is a success of unknown outcome', async () => {
    const { upsert, rows } = await startWithList({ upsertAnswer: 'empty' })
    expect(await upsert(ANN)).toEqual({ recordId: null, outcome: null })
    expect(rows()).toHaveLength(1)
  })

  test('may be sent again after a lost answer', async () => {
    const { upsert, rows, faults } = await startWithList()
    faults.add({ vendor: 'actOn', endpoint: 'upsertContact', effect: { cut: 'after' } })
    await expect(upsert(ANN)).rejects.toThrow(ActOnUnavailable)
    await upsert(ANN)
    expect(rows()).toHaveLength(1)
  })

  test.each(['json', 'invalidJson'] as const)(
    'with an unknown heading names that as the reason (%s)',
    async (unknownColumnBody) => {
      const { upsert, rows } = await startWithList({ unknownColumnBody })
      await expect(upsert({ ...ANN, Shoe: '9' })).rejects.toThrow(ActOnUnknownColumn)
      expect(rows()).toEqual([])
    },
  )

  test('of a row that Act-On refuses is a final refusal', async () => {
    const { upsert } = await startWithList({ rejectRow: () => 'Ann is not welcome' })
    const failure = await upsert(ANN).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ActOnRequestRefused)
    expect(failure).toMatchObject({ vendorWords: 'Ann is not welcome' })
    expect(JSON.stringify(failure) + String(failure)).not.toContain('welcome')
  })

  test('into a deleted list is reported as such', async () => {
    const { upsert, server, listId } = await startWithList()
    server.user.deleteList(ACCOUNT, listId)
    await expect(upsert(ANN)).rejects.toThrow(ActOnListGone)
  })
})

describe('a record', () => {
  test('is changed by its id', async () => {
    const { client, upsert, rows, listId } = await startWithList()
    const { recordId } = await upsert(ANN)
    const cells = { FirstName: '', 'Email Address': 'new@example.com' }
    await client.updateRecord({ listId, recordId: recordId ?? '', cells }, call)
    expect(rows()).toEqual([
      {
        FirstName: '',
        Title: '',
        'Email Address': 'new@example.com',
        '# of Poll Responses': '',
      },
    ])
  })

  test('is found by its address', async () => {
    const { client, upsert, listId } = await startWithList()
    const { recordId } = await upsert(ANN)
    const found = await client.lookupContact({ listId, email: EMAIL }, call)
    expect(found?.recordId).toBe(recordId)
    expect(found?.cells).toMatchObject(ANN)
  })

  test.each(['empty400', 'contact400', 'empty200'] as const)(
    'that is not there is null (%s)',
    async (lookupNotFound) => {
      const { client, listId } = await startWithList({ lookupNotFound })
      expect(await client.lookupContact({ listId, email: EMAIL }, call)).toBeNull()
    },
  )

  test('does not count as missing when its list is missing', async () => {
    const { client, server, listId } = await startWithList()
    server.user.deleteList(ACCOUNT, listId)
    const found = client.lookupContact({ listId, email: EMAIL }, call)
    await expect(found).rejects.toThrow(ActOnListGone)
  })
})

describe('deleting', () => {
  test('takes any number of records, a hundred a call, and names those that failed', async () => {
    const { client, server, listId, rows, ledger } = await startWithList()
    const recordIds = Array.from({ length: 250 }, (_, index) =>
      server.user.addRow(ACCOUNT, listId, { 'Email Address': `p${String(index)}@example.com` }),
    )
    const asked = [...recordIds.slice(0, 249), `${listId}:ffff`]
    const deleted = await client.deleteRecords({ listId, recordIds: asked }, call)
    expect(deleted.deletedCount).toBe(249)
    expect(deleted.failed.map(({ recordId }) => recordId)).toEqual([`${listId}:ffff`])
    expect(rows()).toHaveLength(1)
    expect(ledger.count({ endpoint: 'deleteRecords' })).toBe(3)
  })

  test('nothing makes no call', async () => {
    const { client, listId, ledger } = await startWithList()
    await client.deleteRecords({ listId, recordIds: [] }, call)
    expect(ledger.count({ endpoint: 'deleteRecords' })).toBe(0)
  })
})

import { describe, expect, test } from 'vitest'
import { ActOnListGone } from '../../../src/act-on/errors.ts'
import type { ActOnKnobs } from '../../../sandbox/act-on/knobs.ts'
import { collect } from '../../support/api/collect.ts'
import { COLUMNS } from '../../support/vendors/act-on-columns.ts'
import { startActOnClientFixture } from '../../support/fixtures/act-on-client-fixture.ts'
import { ACCOUNT } from '../../support/fixtures/act-on-fixture.ts'

const call = { signal: new AbortController().signal }
const EMAIL = 'Email Address'
const emailOf = (index: number) => `p${String(index)}@example.com`

async function startWithRows(count: number, knobs: Partial<ActOnKnobs> = {}) {
  const actOn = await startActOnClientFixture(knobs)
  const { user } = actOn.server
  const listId = user.addList(ACCOUNT, {
    name: 'A webinar (7)',
    folderName: '22950',
    columns: COLUMNS.map(({ heading, columnType }) => ({
      heading,
      columnType: columnType ?? null,
    })),
  })
  const recordIds = Array.from({ length: count }, (_, index) =>
    user.addRow(ACCOUNT, listId, { FirstName: String(index), [EMAIL]: emailOf(index) }),
  )
  const download = async (headings?: readonly string[]) => {
    const pages = await collect(
      actOn.client.downloadList(listId, headings ? { headings } : {}, call),
    )
    return pages.flatMap(({ rows }) => rows)
  }
  return { ...actOn, listId, recordIds, download }
}

describe('a download', () => {
  test('returns every row with its record id and cells by heading', async () => {
    const { download, recordIds, ledger } = await startWithRows(2500)
    const rows = await download()
    expect(rows.map(({ recordId }) => recordId)).toEqual(recordIds)
    expect(rows.at(-1)?.cells).toEqual({
      FirstName: '2499',
      Title: '',
      'Email Address': emailOf(2499),
      '# of Poll Responses': '',
    })
    expect(ledger.count({ endpoint: 'download' })).toBe(3)
  })

  test.each(['always', 'whenAsked'] as const)(
    'of chosen columns has the record ids too (%s)',
    async (recordIdWithFields) => {
      const { download, recordIds, ledger } = await startWithRows(3, { recordIdWithFields })
      expect(await download([EMAIL])).toEqual(
        recordIds.map((recordId, index) => ({ recordId, cells: { [EMAIL]: emailOf(index) } })),
      )
      expect(ledger.count({ endpoint: 'download' })).toBe(1)
    },
  )

  test.each(['refuse', 'ignore'] as const)(
    'of a column that a user renamed returns the rows (%s)',
    async (unknownField) => {
      const { download, recordIds } = await startWithRows(3, { unknownField })
      const rows = await download(['Gone', EMAIL])
      expect(rows.map(({ recordId }) => recordId)).toEqual(recordIds)
      expect(rows.map(({ cells }) => cells[EMAIL])).toEqual([0, 1, 2].map(emailOf))
    },
  )

  test('of an empty list returns its headings in one page', async () => {
    const { client, listId } = await startWithRows(0)
    const headings = COLUMNS.map(({ heading }) => heading)
    expect(await collect(client.downloadList(listId, {}, call))).toEqual([{ headings, rows: [] }])
    expect(await client.readHeadings(listId, call)).toHaveLength(COLUMNS.length)
  })

  test('loses no row when earlier ones are deleted while it runs', async () => {
    const { client, server, listId, recordIds } = await startWithRows(2500)
    const found = new Set<string>()
    let isFirst = true
    for await (const { rows } of client.downloadList(listId, {}, call)) {
      for (const { recordId } of rows) found.add(recordId)
      const gone = isFirst ? recordIds.slice(0, 7) : []
      for (const recordId of gone) server.user.deleteRow(ACCOUNT, recordId)
      isFirst = false
    }
    expect([...found].sort()).toEqual([...recordIds].sort())
  })

  test('of a deleted list is reported as such', async () => {
    const { download, server, listId } = await startWithRows(1)
    server.user.deleteList(ACCOUNT, listId)
    await expect(download()).rejects.toThrow(ActOnListGone)
  })
})

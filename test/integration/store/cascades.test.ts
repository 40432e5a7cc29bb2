import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore, type Store } from '../../../src/store/database.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

let store: Store
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
})
afterAll(() => store.destroy())

test('every reference to another table can be followed back by an index: else a deletion reads the whole table', async () => {
  const { rows } = await sql<{ reference: string; isIndexed: boolean }>`
    select conrelid::regclass || ' to ' || confrelid::regclass as reference, exists (
      select from pg_index
      where indrelid = conrelid and indkey[0] = conkey[1] and indpred is null
    ) as is_indexed
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
  `.execute(store)
  expect(rows.length).toBeGreaterThan(15)
  expect(rows.filter(({ isIndexed }) => !isIndexed)).toEqual([])
})

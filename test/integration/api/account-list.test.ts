import { generateKeySync } from 'node:crypto'
import { type KyselyPlugin, sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { viewAccounts } from '../../../src/accounts/account-view.ts'
import {
  accountPage,
  type AccountListRequest,
  listAccounts,
} from '../../../src/store/accounts/account-list.ts'
import { createKeyRing } from '../../../src/crypto/key-ring.ts'
import { createAccountCiphers } from '../../../src/store/credentials/account-ciphers.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { saveAllNextRuns } from '../../../src/store/accounts/next-runs.ts'
import { CursorUnknown } from '../../../src/store/page-cursor.ts'
import { anyEmptyStore, emptyDatabase } from '../../support/servers/postgres.ts'
import type { Account } from '../../../src/store/accounts/account.ts'

// The store holds five thousand accounts. Of every ten, one is paused, one needs a relink, one never had a success.

const COUNT = 5000
const NOW = new Date('2026-05-01T12:00:00Z')

async function fill(store: Store): Promise<void> {
  await sql`
    insert into account (on24_client_id, name, region, act_on_region, time_zone, time_zone_chosen, created_at,
      linked_at, act_on_account_id, act_on_account_name, tried_at, paused_since, needs_relink_since)
    select (20000 + n)::text, case when n % 2 = 0 then 'client ' else 'Client ' end || lpad((n % 500)::text, 3, '0'),
      'na', 'na', 'UTC', false, '2026-01-01', '2026-01-02', 'A' || n, 'Act-On of 100%_' || to_hex(n),
      case when n % 10 = 0 then null else timestamptz '2026-04-01' + (n % 777) * interval '1 microsecond' end,
      case when n % 10 = 1 then timestamptz '2026-04-02' end,
      case when n % 10 = 2 then timestamptz '2026-04-03' end
    from generate_series(1, ${sql.raw(String(COUNT))}) as n
  `.execute(store)
  await sql`
    insert into run (run_key, on24_client_id, workflow_id, run_id, trigger, window_to, started_at, webinars_of)
    select on24_client_id || '/' || n, on24_client_id, 'w', on24_client_id || '/' || n, 'schedule', started_at, started_at, 3
    from account, generate_series(1, 3) as n, lateral (select timestamptz '2026-04-30' + n * interval '6 hours') as at (started_at)
    where on24_client_id::integer % 2 = 0
  `.execute(store)
}

async function everyPage(
  store: Store,
  request: Omit<AccountListRequest, 'limit' | 'cursor'>,
): Promise<Account[]> {
  const found: Account[] = []
  let cursor: string | null = null
  do {
    const page = await accountPage(store, {
      ...request,
      limit: 700,
      ...(cursor !== null && { cursor }),
    })
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

const idsOf = (accounts: readonly Account[]) => accounts.map((account) => account.on24ClientId)

/** Rolls back everything that `work` changes. */
async function undone<T>(store: Store, work: (tx: Store) => Promise<T>): Promise<T> {
  const tx = await store.startTransaction().execute()
  try {
    return await work(tx)
  } finally {
    await tx.rollback().execute()
  }
}

let store: Store
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
  await fill(store)
})
afterAll(() => store.destroy())

test('each account is on exactly one page, sorted by name without regard to case, then by id', async () => {
  const found = await everyPage(store, { sort: 'name' })
  expect(new Set(idsOf(found)).size).toBe(COUNT)
  const keys = found.map((account) => `${account.name.toLowerCase()} ${account.on24ClientId}`)
  expect(keys).toEqual(keys.toSorted())
})

/** An account has been waiting since its last success, or since it was linked if it never had one. */
async function expectByLateness(where: Store): Promise<void> {
  const found = await everyPage(where, { sort: 'lateness' })
  expect(new Set(idsOf(found)).size).toBe(COUNT)
  const waitingSince = ({ on24ClientId, state }: Account): number => {
    const n = Number(on24ClientId) - 20000
    if (state !== 'active') return Infinity
    return n % 10 === 0 ? -1 : n % 777
  }
  const waits = found.map(waitingSince)
  expect(waits).toEqual(waits.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0)))
}

test('sorting by lateness puts the oldest last success first, to the microsecond, and accounts that expect none last', async () => {
  await expectByLateness(store)
})

test('PostgreSQL gives the same pages', async (context) => {
  const postgres = await openStore({ databaseUrl: await emptyDatabase(context) })
  onTestFinished(() => postgres.destroy())
  await fill(postgres)
  await expectByLateness(postgres)
  expect(new Set(idsOf(await everyPage(postgres, { sort: 'name' }))).size).toBe(COUNT)
})

test('a search finds parts of names in any case, Act-On names and the beginning of an id', async () => {
  const search = async (text: string) =>
    idsOf(await everyPage(store, { sort: 'name', search: text }))
  expect(await search('CLIENT 042')).toHaveLength(10)
  expect(await search('of 100%_1092')).toEqual(['24242'])
  expect(await search('24242')).toEqual(['24242'])
  expect(await search('2424')).toHaveLength(10)
  expect(await search('%')).toHaveLength(COUNT)
  expect(await search('client_042')).toEqual([])
})

test('the state filter applies to the rows, the counts cover all states', async () => {
  const request = { sort: 'name', search: 'client 00', limit: 200 } as const
  const { items, totals } = await listAccounts(store, {
    ...request,
    states: ['paused', 'needsRelink'],
  })
  expect(totals).toEqual({ active: 80, paused: 10, needsRelink: 10 })
  expect(items.map(({ state }) => state).sort()).toEqual([
    ...Array.from({ length: 10 }, () => 'needsRelink'),
    ...Array.from({ length: 10 }, () => 'paused'),
  ])
})

test('an account added or removed between two pages moves no other account', async () => {
  const first = await listAccounts(store, { sort: 'name', limit: 2 })
  const request = { sort: 'name', limit: 2, cursor: first.nextCursor ?? expect.fail() } as const
  const expected = idsOf((await listAccounts(store, request)).items)
  const found = await undone(store, async (tx) => {
    const [, last] = idsOf(first.items)
    await tx
      .deleteFrom('account')
      .where('on24ClientId', '=', last ?? '')
      .execute()
    const early = tx.updateTable('account').set({ name: ' ' })
    await early.where('on24ClientId', '=', '24999').execute()
    return idsOf((await accountPage(tx, request)).items)
  })
  expect(found).toEqual(expected)
})

test('a made-up cursor and the cursor of another sort order are refused', async () => {
  const { nextCursor } = await listAccounts(store, { sort: 'lateness', limit: 1 })
  const written = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url')
  for (const cursor of [
    '',
    'x',
    '{}',
    nextCursor ?? '',
    written(['name', 1, '2']),
    written('name'),
  ]) {
    const page = listAccounts(store, { sort: 'name', limit: 1, cursor })
    await expect(page).rejects.toThrow(CursorUnknown)
  }
  const badTime = written(['lateness', 'now() --', '2'])
  await expect(
    listAccounts(store, { sort: 'lateness', limit: 1, cursor: badTime }),
  ).rejects.toThrow(CursorUnknown)
})

test('many accounts with their last runs take as many queries as one account', async () => {
  const said = ['2026-05-01T06:00:07Z', '2026-05-01T18:00:07Z'].map((time) => new Date(time))
  const all = await listAccounts(store, { sort: 'name', limit: 200 })
  const ids = all.items.map((account) => account.on24ClientId)
  await saveAllNextRuns(store, new Map(ids.map((id) => [id, said])))
  const { items } = await listAccounts(store, { sort: 'name', limit: 200 })
  let queries = 0
  const counting: KyselyPlugin = {
    transformQuery({ node }) {
      queries += 1
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const ciphers = createAccountCiphers(
    store,
    createKeyRing([{ id: 'a', key: generateKeySync('aes', { length: 256 }) }]),
  )
  const parts = { store: store.withPlugin(counting), ciphers, now: () => NOW }
  await viewAccounts(parts, items.slice(0, 1))
  const forOne = queries
  const views = await viewAccounts(parts, items)
  expect(queries).toBe(2 * forOne)
  expect(views.map((view) => view.on24ClientId)).toEqual(idsOf(items))
  for (const view of views) {
    const isEven = Number(view.on24ClientId) % 2 === 0
    expect(view.lastRun?.runId).toBe(isEven ? `${view.on24ClientId}/3` : undefined)
    expect(view.nextRunAt).toBe(view.state === 'paused' ? null : '2026-05-01T18:00:07.000Z')
  }
})

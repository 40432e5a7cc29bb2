/** Pages of accounts, searched, filtered and sorted: there may be thousands. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { AccountState } from '../../contracts/account-state.ts'
import type { Store } from '../database.ts'
import {
  ANY,
  microsOf,
  MicrosKey,
  type Page,
  pageFrom,
  type PageRequest,
  readCursor,
  timeAt,
} from '../page-cursor.ts'
import type { Account } from './account.ts'

export interface AccountFilter {
  /** Part of a name, or the ON24 client id. */
  readonly search?: string
  readonly states?: readonly AccountState[]
}

export type AccountSort = 'name' | 'lateness'

export interface AccountListRequest extends AccountFilter, PageRequest {
  /** By `lateness`: accounts that have waited longest for a success come first, those that wait for none last. */
  readonly sort: AccountSort
}

export interface AccountPage extends Page<Account> {
  /** Totals over all pages, ignoring the filter by state. States without accounts are left out. */
  readonly totals: Readonly<Partial<Record<AccountState, number>>>
}

/** Sorts accounts for which no success is expected after all others. */
const NEVER = "timestamptz '2200-01-01 00:00:00Z'"

const NAME = sql<string>`lower(name)`
const QUIET_SINCE = sql<Date>`coalesce(quiet_since, ${sql.raw(NEVER)})`

const SORTS = {
  name: {
    key: NAME,
    shown: NAME,
    Cursor: z.tuple([z.literal('name'), z.string(), z.string()]),
    after: (key: string, id: string) => sql<boolean>`(${NAME}, on24_client_id) > (${key}, ${id})`,
  },
  lateness: {
    key: QUIET_SINCE,
    shown: microsOf(QUIET_SINCE),
    Cursor: z.tuple([z.literal('lateness'), MicrosKey, z.string()]),
    after: (key: string, id: string) =>
      sql<boolean>`(${QUIET_SINCE}, on24_client_id) > (${timeAt(key)}, ${id})`,
  },
} as const

/** Throws CursorUnknown. */
export async function listAccounts(
  store: Store,
  request: AccountListRequest,
): Promise<AccountPage> {
  const [page, totals] = await Promise.all([
    accountPage(store, request),
    countByState(store, request),
  ])
  return { ...page, totals }
}

/** Throws CursorUnknown. */
export async function accountPage(
  store: Store,
  { sort, limit, cursor, search, states }: AccountListRequest,
): Promise<Page<Account>> {
  const { key, shown, Cursor, after } = SORTS[sort]
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const rows = await store
    .selectFrom('account')
    .selectAll()
    .select(shown.as('key'))
    .where(search === undefined ? ANY : matches(search))
    .where(states === undefined ? ANY : isIn(states))
    .where(last === null ? ANY : after(last[1], last[2]))
    .orderBy(key)
    .orderBy('on24ClientId')
    .limit(limit + 1)
    .execute()
  return pageFrom(rows, limit, (row) => [sort, row.key, row.on24ClientId])
}

async function countByState(
  store: Store,
  { search }: AccountFilter,
): Promise<AccountPage['totals']> {
  const rows = await store
    .selectFrom('account')
    .select(['state', sql<number>`count(*)::float8`.as('count')])
    .where(search === undefined ? ANY : matches(search))
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

const matches = (search: string) => sql<boolean>`(
  strpos(lower(name), lower(${search})) > 0
  or strpos(lower(act_on_account_name), lower(${search})) > 0
  or starts_with(on24_client_id, ${search})
)`

const isIn = (states: readonly AccountState[]) => sql<boolean>`state = any(${states}::text[])`

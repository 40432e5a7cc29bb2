/** Pages of accounts, searched, filtered and sorted: there may be thousands. */
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { AccountState } from '../../contracts/account-state.ts'
import type { Store } from '../database.ts'
import { HAS_TROUBLE } from '../troubles/troubles.ts'
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

export type AccountSort = 'name' | 'lateness' | 'trouble'

export interface AccountListRequest extends AccountFilter, PageRequest {
  /**
   * By `lateness`: accounts that have waited longest for a success come first, those that wait for none last. By
   * `trouble`: see `RANK`.
   */
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

/**
 * How much an account needs an operator: first those that somebody must help, last those of which nothing is expected.
 * Whether there are troubles is looked up only where the rank depends on it: two entries of indexes for each account.
 */
const RANK = sql<string>`case
  when state = 'needsRelink' then '0'
  when state = 'failing' then '1'
  when state = 'waitingForQuota' then '2'
  when state <> 'active' then '5'
  when quiet_since < late_since or ${HAS_TROUBLE} then '3'
  else '4'
end`
/** Never null: an account that is in its state since no known time is active, and then a success is expected. */
const LASTS_SINCE = sql<Date>`coalesce(quiet_since, state_since)`

interface Sort {
  /** Besides the id, which comes last. */
  readonly keys: readonly RawBuilder<unknown>[]
  /** The same as texts, for cursors. */
  readonly shown: readonly RawBuilder<string>[]
  /** The name of the sort, the keys of the last row, and its id. */
  readonly Cursor: z.ZodType<readonly string[]>
  /** The keys as they were shown, to compare with. */
  readonly parse?: (shown: string, index: number) => RawBuilder<unknown>
}

const SORTS: Readonly<Record<AccountSort, Sort>> = {
  name: {
    keys: [NAME],
    shown: [NAME],
    Cursor: z.tuple([z.literal('name'), z.string(), z.string()]),
  },
  lateness: {
    keys: [QUIET_SINCE],
    shown: [microsOf(QUIET_SINCE)],
    Cursor: z.tuple([z.literal('lateness'), MicrosKey, z.string()]),
    parse: timeAt,
  },
  trouble: {
    keys: [RANK, LASTS_SINCE],
    shown: [RANK, microsOf(LASTS_SINCE)],
    Cursor: z.tuple([z.literal('trouble'), z.string(), MicrosKey, z.string()]),
    parse: (shown, index) => (index === 0 ? sql`${shown}` : timeAt(shown)),
  },
}

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
  const { keys, shown, Cursor } = SORTS[sort]
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const rows = await store
    .selectFrom('account')
    .selectAll()
    .select(sql<string[]>`array[${sql.join(shown)}]`.as('keys'))
    .where(search === undefined ? ANY : matches(search))
    .where(states === undefined ? ANY : isIn(states))
    .where(last === null ? ANY : isAfter(SORTS[sort], last.slice(1)))
    .orderBy(sql.join([...keys, sql`on24_client_id`]))
    .limit(limit + 1)
    .execute()
  return pageFrom(rows, limit, (row) => [sort, ...row.keys, row.on24ClientId])
}

/** @param last keys of the last row, and its id */
function isAfter({ keys, parse = (shown) => sql`${shown}` }: Sort, last: readonly string[]) {
  const values = last.map((value, index) =>
    index < keys.length ? parse(value, index) : sql`${value}`,
  )
  return sql<boolean>`(${sql.join([...keys, sql`on24_client_id`])}) > (${sql.join(values)})`
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

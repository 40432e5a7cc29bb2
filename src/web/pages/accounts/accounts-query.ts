/** Search, filter, sorting and position of the list of accounts, as query parameters of its URL. */
import { z } from 'zod'
import { ACCOUNT_SORTS, Search } from '../../../api/account.ts'
import { Cursor } from '../../../api/paging.ts'
import { ACCOUNT_STATES, type AccountState } from '../../../contracts/account-state.ts'

export interface AccountsQuery {
  /** Empty: no search. */
  readonly search: string
  /** Null: all of them. */
  readonly state: AccountState | null
  readonly sort: (typeof ACCOUNT_SORTS)[number]
  /** Null: the first page. */
  readonly cursor: string | null
}

const Query = z.object({
  search: Search.catch(''),
  state: z.enum(ACCOUNT_STATES).nullable().catch(null),
  sort: z.enum(ACCOUNT_SORTS).catch('lateness'),
  cursor: Cursor.nullable().catch(null),
})

/** Ignores invalid parameters. */
export function readAccountsQuery(query: unknown): AccountsQuery {
  return Query.parse(query)
}

export function accountsPath(query: AccountsQuery, changes: Partial<AccountsQuery> = {}): string {
  const { search, state, sort, cursor } = { ...query, ...changes }
  const params = new URLSearchParams()
  if (search !== '') params.set('search', search)
  if (state !== null) params.set('state', state)
  if (sort !== 'lateness') params.set('sort', sort)
  if (cursor !== null) params.set('cursor', cursor)
  return params.size === 0 ? '/' : `/?${params.toString()}`
}

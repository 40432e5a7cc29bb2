/** Search, filter, sorting and position of the list of accounts, as query parameters of its URL. */
import { z } from 'zod'
import { ACCOUNT_SORTS } from '../../../api/account.ts'
import { Search } from '../../../api/formats.ts'
import { ACCOUNT_STATES, type AccountState } from '../../../contracts/account-state.ts'
import { Trail } from '../page-trail.ts'

export interface AccountsQuery {
  /** Empty: no search. */
  readonly search: string
  /** Null: all of them. */
  readonly state: AccountState | null
  readonly sort: (typeof ACCOUNT_SORTS)[number]
  readonly cursor: string | null
}

const USUAL_SORT = 'trouble'

const Query = z.object({
  search: Search.catch(''),
  state: z.enum(ACCOUNT_STATES).nullable().catch(null),
  sort: z.enum(ACCOUNT_SORTS).catch(USUAL_SORT),
  cursor: Trail,
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
  if (sort !== USUAL_SORT) params.set('sort', sort)
  if (cursor !== null) params.set('cursor', cursor)
  return params.size === 0 ? '/' : `/?${params.toString()}`
}

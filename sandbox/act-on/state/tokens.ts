/** Token pairs with their owners and expiry. All times are milliseconds by the sandbox clock. */
import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { inTransaction, numberOf, textOf } from './database.ts'
import type { Row } from './database.ts'

export type GrantType = 'password' | 'refresh_token'

export interface TokenOwner {
  readonly clientId: string
  readonly userName: string
}

export interface IssueOptions extends TokenOwner {
  readonly grantType: GrantType
  readonly at: number
  readonly accessUntil: number
  readonly refreshUntil: number
  /** Ends the user's earlier access tokens at once. Earlier refresh tokens always end. */
  readonly endPreviousAccess: boolean
}

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
}

export interface IssuedToken extends TokenOwner {
  readonly grantType: GrantType
  readonly issuedAt: Date
}

export interface Tokens {
  issue(options: IssueOptions): TokenPair
  /** Null: unknown. Expired tokens stay known, so that their calls can be attributed. */
  findAccess(accessToken: string): (TokenOwner & { readonly until: number }) | null
  findRefresh(refreshToken: string): (TokenOwner & { readonly until: number }) | null
  /** Expires the access tokens of every user of the account. */
  endAccess(accountId: string, at: number): void
  endAll(userName: string, at: number): void
  issued(accountId: string): IssuedToken[]
}

/** `mark` is part of every token, so that a leaked one can be searched for. */
export function createTokens(database: DatabaseSync, mark: string): Tokens {
  const endRefresh = database.prepare(
    'UPDATE tokens SET refresh_until = 0 WHERE user_name = ? AND client_id = ? AND refresh_until > 0',
  )
  const endAccess = database.prepare(
    'UPDATE tokens SET access_until = 0 WHERE user_name = ? AND client_id = ? AND access_until > 0',
  )
  const insert = database.prepare('INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const byAccess = database.prepare('SELECT * FROM tokens WHERE access_token = ?')
  const byRefresh = database.prepare('SELECT * FROM tokens WHERE refresh_token = ?')
  const endByAccount = database.prepare(
    `UPDATE tokens SET access_until = min(access_until, ?)
     WHERE user_name IN (SELECT user_name FROM users WHERE account_id = ?)`,
  )
  const endByUser = database.prepare(
    `UPDATE tokens SET access_until = min(access_until, ?), refresh_until = min(refresh_until, ?)
     WHERE user_name = ?`,
  )
  const byAccount = database.prepare(
    `SELECT * FROM tokens WHERE user_name IN (SELECT user_name FROM users WHERE account_id = ?)
     ORDER BY rowid`,
  )
  const token = (kind: 'a' | 'r') => `${mark}${kind}${randomBytes(18).toString('hex')}`

  return {
    issue: (options) =>
      inTransaction(database, () => {
        const { userName, clientId } = options
        const pair = { accessToken: token('a'), refreshToken: token('r') }
        endRefresh.run(userName, clientId)
        if (options.endPreviousAccess) endAccess.run(userName, clientId)
        insert.run(
          pair.accessToken,
          pair.refreshToken,
          clientId,
          userName,
          options.grantType,
          options.at,
          options.accessUntil,
          options.refreshUntil,
        )
        return pair
      }),
    findAccess: (accessToken) => found(byAccess.get(accessToken), 'access_until'),
    findRefresh: (refreshToken) => found(byRefresh.get(refreshToken), 'refresh_until'),
    endAccess: (accountId, at) => void endByAccount.run(at, accountId),
    endAll: (userName, at) => void endByUser.run(at, at, userName),
    issued: (accountId) => byAccount.all(accountId).map(toIssued),
  }
}

function found(row: Row | undefined, until: string) {
  if (row === undefined) return null
  return { ...ownerOf(row), until: numberOf(row, until) }
}

function ownerOf(row: Row): TokenOwner {
  return { clientId: textOf(row, 'client_id'), userName: textOf(row, 'user_name') }
}

function toIssued(row: Row): IssuedToken {
  const grantType = textOf(row, 'grant_type') === 'password' ? 'password' : 'refresh_token'
  return { ...ownerOf(row), grantType, issuedAt: new Date(numberOf(row, 'issued_at')) }
}

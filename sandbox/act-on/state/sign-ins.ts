/** Every attempted sign-in, for Act-On's quota of five an hour and for tests. */
import type { DatabaseSync } from 'node:sqlite'
import { numberOf, textOf } from './database.ts'
import type { GrantType } from './tokens.ts'

export interface AuthAttempt {
  readonly userName: string
  /** Sandbox clock. */
  readonly at: Date
  readonly grantType: GrantType
  /** `tooMany`: refused because of the quota, and therefore not counted. */
  readonly outcome: 'granted' | 'refused' | 'tooMany'
}

export interface SignIns {
  record(attempt: AuthAttempt): void
  /** Attempts since `since` that the quota counts. */
  countSince(userName: string, since: Date, refreshesCount: boolean): number
  all(): AuthAttempt[]
}

export function createSignIns(database: DatabaseSync): SignIns {
  const insert = database.prepare('INSERT INTO sign_ins VALUES (?, ?, ?, ?)')
  const select = database.prepare('SELECT * FROM sign_ins ORDER BY rowid')
  const count = database.prepare(
    `SELECT count(*) AS n FROM sign_ins
     WHERE user_name = ? AND at > ? AND outcome <> 'tooMany' AND (grant_type = 'password' OR ?)`,
  )
  return {
    record: ({ userName, at, grantType, outcome }) =>
      void insert.run(userName, at.getTime(), grantType, outcome),
    countSince: (userName, since, refreshesCount) => {
      const row = count.get(userName, since.getTime(), refreshesCount ? 1 : 0)
      return row === undefined ? 0 : numberOf(row, 'n')
    },
    all: () =>
      select.all().map((row) => {
        const outcome = textOf(row, 'outcome')
        return {
          userName: textOf(row, 'user_name'),
          at: new Date(numberOf(row, 'at')),
          grantType: textOf(row, 'grant_type') === 'password' ? 'password' : 'refresh_token',
          outcome: outcome === 'granted' || outcome === 'refused' ? outcome : 'tooMany',
        }
      }),
  }
}

/** Act-On accounts and their users. A user name belongs to one account and selects it at sign-in. */
import type { DatabaseSync } from 'node:sqlite'
import type { ActOnKnobs } from '../knobs.ts'
import { inTransaction, numberOf, textOf, textOrNullOf } from './database.ts'
import type { Row } from './database.ts'

/** An account as the world defines it; `addUser` adds further users. */
export interface ActOnAccountSeed {
  readonly accountId: string
  readonly accountName: string
  readonly userName: string
  readonly password: string
  /** IANA or `US/Pacific`; null: the account has none, like older ones. */
  readonly timeZone: string | null
}

export interface Account {
  readonly accountId: string
  readonly name: string
  readonly timeZone: string | null
  readonly apiEnabled: boolean
}

export interface User {
  readonly userName: string
  readonly accountId: string
  readonly password: string
}

export interface Accounts {
  /** An existing account keeps its state, including a changed password. */
  seed(seed: ActOnAccountSeed): 'new' | 'known'
  all(): Account[]
  find(accountId: string): Account | null
  /** Finds a user by the name as typed; `userNameMatch` decides whether case matters. */
  findUser(userName: string): User | null
  /** The user whose name the account shows. */
  firstUser(accountId: string): User | null
  addUser(user: User): void
  setPassword(userName: string, password: string): void
  setApiEnabled(accountId: string, enabled: boolean): void
}

export function createAccounts(
  database: DatabaseSync,
  knobs: Pick<ActOnKnobs, 'userNameMatch'>,
): Accounts {
  const insertAccount = database.prepare(
    'INSERT OR IGNORE INTO accounts (account_id, name, time_zone) VALUES (?, ?, ?)',
  )
  const insertUser = database.prepare('INSERT OR IGNORE INTO users VALUES (?, ?, ?)')
  const selectAll = database.prepare('SELECT * FROM accounts ORDER BY account_id')
  const selectOne = database.prepare('SELECT * FROM accounts WHERE account_id = ?')
  const selectUser = database.prepare('SELECT * FROM users WHERE user_name = ?')
  const selectUserInAnyCase = database.prepare(
    'SELECT * FROM users WHERE user_name = ? COLLATE NOCASE',
  )
  const selectUsers = database.prepare('SELECT * FROM users WHERE account_id = ? ORDER BY rowid')
  const updatePassword = database.prepare('UPDATE users SET password = ? WHERE user_name = ?')
  const updateApi = database.prepare('UPDATE accounts SET api_enabled = ? WHERE account_id = ?')

  const addUser = ({ userName, accountId, password }: User) => {
    insertUser.run(userName, accountId, password)
  }
  return {
    seed: (seed) =>
      inTransaction(database, () => {
        const { changes } = insertAccount.run(seed.accountId, seed.accountName, seed.timeZone)
        addUser(seed)
        return changes === 1 ? 'new' : 'known'
      }),
    all: () => selectAll.all().map(toAccount),
    find: (accountId) => optional(selectOne.get(accountId), toAccount),
    findUser: (userName) => {
      const select = knobs.userNameMatch === 'sensitive' ? selectUser : selectUserInAnyCase
      return optional(select.get(userName), toUser)
    },
    firstUser: (accountId) => optional(selectUsers.get(accountId), toUser),
    addUser,
    setPassword: (userName, password) => void updatePassword.run(password, userName),
    setApiEnabled: (accountId, enabled) => void updateApi.run(enabled ? 1 : 0, accountId),
  }
}

function optional<T>(row: Row | undefined, read: (row: Row) => T): T | null {
  return row === undefined ? null : read(row)
}

function toAccount(row: Row): Account {
  return {
    accountId: textOf(row, 'account_id'),
    name: textOf(row, 'name'),
    timeZone: textOrNullOf(row, 'time_zone'),
    apiEnabled: numberOf(row, 'api_enabled') === 1,
  }
}

function toUser(row: Row): User {
  return {
    userName: textOf(row, 'user_name'),
    accountId: textOf(row, 'account_id'),
    password: textOf(row, 'password'),
  }
}

/**
 * The SQLite database with all of Act-On's state, so that a killed sandbox continues where it stopped. One connection,
 * one process.
 */
import { DatabaseSync } from 'node:sqlite'
import type { SQLOutputValue } from 'node:sqlite'

export type Row = Record<string, SQLOutputValue>

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS accounts (
    account_id TEXT PRIMARY KEY, name TEXT NOT NULL, time_zone TEXT,
    api_enabled INTEGER NOT NULL DEFAULT 1, next_list INTEGER NOT NULL DEFAULT 1);
  CREATE TABLE IF NOT EXISTS users (
    user_name TEXT PRIMARY KEY, account_id TEXT NOT NULL, password TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS tokens (
    access_token TEXT PRIMARY KEY, refresh_token TEXT NOT NULL UNIQUE, client_id TEXT NOT NULL,
    user_name TEXT NOT NULL, grant_type TEXT NOT NULL, issued_at INTEGER NOT NULL,
    access_until INTEGER NOT NULL, refresh_until INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS tokens_by_user ON tokens (user_name, client_id);
  CREATE TABLE IF NOT EXISTS sign_ins (
    user_name TEXT NOT NULL, at INTEGER NOT NULL, grant_type TEXT NOT NULL, outcome TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS sign_ins_by_user ON sign_ins (user_name, at);
  CREATE TABLE IF NOT EXISTS calls_by_minute (
    scope TEXT NOT NULL, minute INTEGER NOT NULL, calls INTEGER NOT NULL,
    PRIMARY KEY (scope, minute)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lists (
    list_key INTEGER PRIMARY KEY, account_id TEXT NOT NULL, list_id TEXT NOT NULL,
    kind TEXT NOT NULL, name TEXT NOT NULL, folder TEXT NOT NULL, columns TEXT NOT NULL,
    created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    counted_at INTEGER NOT NULL, counted_size INTEGER NOT NULL, next_row INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account_id, list_id));
  CREATE TABLE IF NOT EXISTS contacts (
    list_key INTEGER NOT NULL, row_no INTEGER NOT NULL, email_key TEXT NOT NULL,
    cells TEXT NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    PRIMARY KEY (list_key, row_no)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS contacts_by_email ON contacts (list_key, email_key, row_no);
  CREATE TABLE IF NOT EXISTS jobs (
    job_id INTEGER PRIMARY KEY, account_id TEXT NOT NULL, work TEXT NOT NULL, file TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open', polls INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL, started_real_ms INTEGER NOT NULL,
    result TEXT, rejects_name TEXT, rejects TEXT);
  CREATE INDEX IF NOT EXISTS open_jobs ON jobs (account_id) WHERE state = 'open';
`

/** A killed process may hold its locks a moment longer. */
const BUSY_TIMEOUT_MS = 5000

/** `file` is a path or `:memory:`. */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  // Without fsync, a killed process loses nothing; only a machine that crashes would.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  database.exec(SCHEMA)
  return database
}

export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  if (database.isTransaction) return work()
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

export function textOf(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`Column ${column} holds no text.`)
  return value
}

export function textOrNullOf(row: Row, column: string): string | null {
  return row[column] === null ? null : textOf(row, column)
}

export function numberOf(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`Column ${column} holds no number.`)
  return value
}

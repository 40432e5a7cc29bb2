/**
 * Where the next page of a list begins: after the keys of the last row, so that rows added or deleted in between
 * neither shift nor hide others. Opaque to clients. Times are whole microseconds, which a Date would truncate.
 */
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'

/** The client sent a cursor that this service did not issue, or that belongs to another list. */
export class CursorUnknown extends Error {
  override readonly name = 'CursorUnknown'
  constructor() {
    super('The cursor does not belong to this list.')
  }
}

export interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}

export interface PageRequest {
  readonly limit: number
  readonly cursor?: string
}

/** Throws CursorUnknown. */
export function readCursor<Keys extends z.ZodType<readonly string[]>>(
  keys: Keys,
  cursor: string,
): z.output<Keys> {
  const parsed = keys.safeParse(jsonIn(Buffer.from(cursor, 'base64url').toString()))
  if (!parsed.success || !parsed.data.every(isStorable)) throw new CursorUnknown()
  return parsed.data
}

/** PostgreSQL accepts neither NUL nor a lone surrogate, so no row has such a key. */
function isStorable(key: string): boolean {
  return key.isWellFormed() && !key.includes('\0')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @param rows one more than `limit` if there is a next page */
export function pageFrom<Row>(
  rows: readonly Row[],
  limit: number,
  keysOf: (row: Row) => readonly string[],
): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const isLast = rows.length <= limit || last === undefined
  return { items, nextCursor: isLast ? null : writeCursor(keysOf(last)) }
}

function writeCursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

export const MicrosKey = z.string().regex(/^-?\d{1,16}$/)

export const microsOf = (time: RawBuilder<Date>) =>
  sql<string>`(extract(epoch from ${time}) * 1000000)::bigint::text`

export const timeAt = (micros: string) =>
  sql<Date>`(timestamptz 'epoch' + ${micros}::float8 * interval '1 microsecond')`

/** Stands for a condition that was not requested. */
export const ANY = sql<boolean>`true`

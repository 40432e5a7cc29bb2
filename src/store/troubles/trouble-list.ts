/** Pages of an account's troubles. They are sorted here because there are few: some kinds for each webinar. */
import { z } from 'zod'
import type { Trouble, TroubleKind } from '../../contracts/trouble.ts'
import type { Store } from '../database.ts'
import { type Page, pageFrom, type PageRequest, readCursor } from '../page-cursor.ts'
import { troublesOfAccount } from './troubles.ts'

const Cursor = z.tuple([z.iso.datetime(), z.string(), z.string()])

export interface TroubleListRequest extends PageRequest {
  readonly kind?: TroubleKind
}

/** Oldest first. Throws CursorUnknown. */
export async function listTroubles(
  store: Store,
  on24ClientId: string,
  { kind, limit, cursor }: TroubleListRequest,
): Promise<Page<Trouble>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const all = (await troublesOfAccount(store, on24ClientId))
    .filter((trouble) => kind === undefined || trouble.kind === kind)
    .map((trouble) => ({ trouble, keys: keysOf(trouble) }))
    .filter(({ keys }) => last === null || compare(keys, last) > 0)
    .sort((one, other) => compare(one.keys, other.keys))
  const { items, nextCursor } = pageFrom(all, limit, ({ keys }) => keys)
  return { items: items.map(({ trouble }) => trouble), nextCursor }
}

function keysOf({ since, eventId, kind }: Trouble): readonly string[] {
  return [since.toISOString(), eventId ?? '', kind]
}

/** Compares by the first key that differs, by code units: no locale. */
function compare(keys: readonly string[], others: readonly string[]): number {
  for (const [index, key] of keys.entries()) {
    const other = others[index] ?? ''
    if (key !== other) return key < other ? -1 : 1
  }
  return 0
}

/**
 * Wraps all data keys anew with the ring's first key. The data keys do not change, nor does anything that they seal.
 */
import { sql } from 'kysely'
import { type KeyRing, keyIdOf } from '../../crypto/key-ring.ts'
import { dataKeyContext, WRAPPED_KEYS } from './account-ciphers.ts'
import type { Store } from '../database.ts'

export interface RewrapReport {
  readonly rewrapped: number
  /** Already wrapped by the first key. */
  readonly unchanged: number
  readonly failures: readonly RewrapFailure[]
  /** By key id: how many keys of the store it wraps afterwards. */
  readonly wrappedBy: ReadonlyMap<string, number>
}

/** Data keys that cannot be unwrapped. They stay as they are. */
export interface RewrapFailure {
  readonly keyId: string
  /** `missing`: the ring has no such key. `other`: its key is not the one that wrapped them. */
  readonly reason: 'missing' | 'other'
  /** ON24 client ids; `service` is the key of the whole service. */
  readonly owners: readonly string[]
}

interface WrappedKey {
  readonly owner: string
  readonly wrapped: string
}

/** A table of wrapped keys, read in the order of their owners. */
interface KeyTable {
  page(store: Store, after: string, limit: number): Promise<WrappedKey[]>
  /** Compare and set: does nothing if the key was changed or deleted in the meantime. */
  replace(store: Store, key: WrappedKey, wrapped: string): Promise<void>
}

const KEYS_PER_PAGE = 200

/** May run beside a service whose ring holds both keys. Can be repeated, and stopped at any moment. */
export async function rewrapKeys(
  store: Store,
  ring: KeyRing,
  onPage: (seen: number) => void,
): Promise<RewrapReport> {
  const counts = { rewrapped: 0, unchanged: 0 }
  const failed = new Map<string, { keyId: string; reason: 'missing' | 'other'; owners: string[] }>()
  let seen = 0
  for (const table of [ACCOUNTS, SERVICE_KEYS]) {
    for await (const page of pagesOf(store, table)) {
      for (const key of page) {
        const end = await rewrap(store, ring, table, key)
        if (end === 'rewrapped' || end === 'unchanged') {
          counts[end] += 1
          continue
        }
        const keyId = keyIdOf(key.wrapped)
        const failure = failed.get(keyId + end) ?? { keyId, reason: end, owners: [] }
        failure.owners.push(key.owner)
        failed.set(keyId + end, failure)
      }
      seen += page.length
      onPage(seen)
    }
  }
  const failures = [...failed.values()]
  return { ...counts, failures, wrappedBy: await countByKey(store) }
}

async function rewrap(
  store: Store,
  ring: KeyRing,
  table: KeyTable,
  key: WrappedKey,
): Promise<'rewrapped' | 'unchanged' | RewrapFailure['reason']> {
  const keyId = keyIdOf(key.wrapped)
  if (!ring.has(keyId)) return 'missing'
  const context = dataKeyContext(key.owner)
  let dataKey: Buffer
  try {
    dataKey = ring.unwrap(key.wrapped, context)
  } catch {
    return 'other'
  }
  // After unwrapping, so that a first key with the right id but other bytes is reported.
  if (keyId === ring.firstId) return 'unchanged'
  await table.replace(store, key, ring.wrap(dataKey, context))
  return 'rewrapped'
}

async function* pagesOf(store: Store, table: KeyTable): AsyncGenerator<WrappedKey[], void> {
  for (let after = ''; ;) {
    const page = await table.page(store, after, KEYS_PER_PAGE)
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    after = last.owner
  }
}

async function countByKey(store: Store): Promise<Map<string, number>> {
  const { rows } = await sql<{ keyId: string; keys: string }>`
    select split_part(wrapped, ':', 1) as key_id, count(*) as keys
    from ${WRAPPED_KEYS}
    group by 1 order by 1`.execute(store)
  return new Map(rows.map(({ keyId, keys }) => [keyId, Number(keys)]))
}

const ACCOUNTS: KeyTable = {
  page: (store, after, limit) =>
    store
      .selectFrom('account')
      .select(['on24ClientId as owner', 'wrappedDataKey as wrapped'])
      .$narrowType<{ wrapped: string }>()
      .where('wrappedDataKey', 'is not', null)
      .where('on24ClientId', '>', after)
      .orderBy('on24ClientId')
      .limit(limit)
      .execute(),
  async replace(store, { owner, wrapped }, wrappedAnew) {
    await store
      .updateTable('account')
      .set({ wrappedDataKey: wrappedAnew })
      .where('on24ClientId', '=', owner)
      .where('wrappedDataKey', '=', wrapped)
      .execute()
  },
}

const SERVICE_KEYS: KeyTable = {
  page: (store, after, limit) =>
    store
      .selectFrom('serviceKey')
      .select(['name as owner', 'wrapped'])
      .where('name', '>', after)
      .orderBy('name')
      .limit(limit)
      .execute(),
  async replace(store, { owner, wrapped }, wrappedAnew) {
    await store
      .updateTable('serviceKey')
      .set({ wrapped: wrappedAnew })
      .where('name', '=', owner)
      .where('wrapped', '=', wrapped)
      .execute()
  },
}

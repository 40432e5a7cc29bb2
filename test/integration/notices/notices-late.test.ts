/** Late accounts and their notices, derived only from the times in the store. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteLateness } from '../../../src/notices/note-lateness.ts'
import {
  blockForQuota,
  markNeedsRelink,
  markTried,
} from '../../../src/store/accounts/account-state.ts'
import { getAccount, saveLink } from '../../../src/store/accounts/accounts.ts'
import { beginRemoval } from '../../../src/store/accounts/removals.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { notePause } from '../../../src/store/accounts/pauses.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { STORE_KINDS, storesOfTwoWorkers } from '../../support/servers/two-workers.ts'
import { isLate } from '../../../src/store/accounts/account.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

const LINKED_AT = new Date('2026-06-15T07:00:00.123Z')
const NEVER = new AbortController().signal

/** The time `hours` and `ms` after the link. */
const after = (hours: number, ms = 0) => new Date(LINKED_AT.getTime() + hours * 3_600_000 + ms)

let store: Store
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
})
afterAll(() => store.destroy())

let accounts = 0
async function linkedAccount(where = store): Promise<string> {
  accounts += 1
  const id = String(accounts)
  await storeAccount(where, id, { createdAt: LINKED_AT })
  const link = { actOnAccountId: id, actOnAccountName: id, timeZone: 'UTC', linkedAt: LINKED_AT }
  await saveLink(where, id, link)
  return id
}

const look = (at: Date, where = store) => noteLateness({ store: where, now: () => at }, NEVER)

const succeed = (id: string, at: Date) =>
  store.transaction().execute((tx) => markTried(tx, id, { isGood: true, at }))

async function pause(id: string, isPaused: boolean, at: Date): Promise<void> {
  await notePause(store, await getAccount(store, id), isPaused ? { reason: null } : null, at)
}

async function noticesOf(id: string, where = store): Promise<[string, Date][]> {
  const rows = await where
    .selectFrom('notice')
    .selectAll()
    .where('on24ClientId', '=', id)
    .orderBy('seq')
    .execute()
  return rows.map(({ kind, ends, createdAt }) => [
    ends === null ? kind : `${kind} ${ends}`,
    createdAt,
  ])
}

test.for(STORE_KINDS)(
  'an account is late 13 hours after its link or last success, with one notice from all processes, on %s',
  async (kind, context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    const id = await linkedAccount(one)
    const lookEverywhere = (at: Date) =>
      Promise.all([one, other, one, other].map((where) => look(at, where)))
    await lookEverywhere(after(13, -1))
    expect(await noticesOf(id, one)).toEqual([])
    await lookEverywhere(after(13))
    await lookEverywhere(after(40))
    expect(await noticesOf(id, one)).toEqual([['late', after(13)]])

    const succeed = (at: Date) =>
      other.transaction().execute((tx) => markTried(tx, id, { isGood: true, at }))
    await succeed(after(41))
    await succeed(after(47))
    const story = [
      ['late', after(13)],
      ['recovered late', after(41)],
    ]
    await look(after(60, -1), one)
    expect(await noticesOf(id, one)).toEqual(story)
    await look(after(60), one)
    expect(await noticesOf(id, one)).toEqual([...story, ['late', after(60)]])
  },
)

test('accounts that are paused, unlinked, waiting for a relink or quota, or being removed are never late', async () => {
  const paused = await linkedAccount()
  await pause(paused, true, after(1))
  const lost = await linkedAccount()
  await markNeedsRelink(store, lost, 'Refused.', after(1))
  const waiting = await linkedAccount()
  await blockForQuota(store, waiting, { reason: 'Because.', at: after(1) })
  const removed = await linkedAccount()
  await beginRemoval(store, removed, { actor: 'test', address: null, at: after(1) })
  await storeAccount(store, 'unlinked', { createdAt: LINKED_AT })
  await look(after(100))
  for (const id of [paused, lost, waiting, removed, 'unlinked']) {
    expect((await noticesOf(id)).map(([what]) => what)).not.toContain('late')
  }

  await pause(paused, false, after(101))
  await look(after(114, -1))
  expect(await noticesOf(paused)).toEqual([])
  await look(after(114))
  expect(await noticesOf(paused)).toEqual([['late', after(114)]])
})

test('a pause does not end lateness: the next success does, and lateness after the pause causes another notice', async () => {
  const shortly = await linkedAccount()
  const long = await linkedAccount()
  const lateNow = async () => isLate(await getAccount(store, long))
  await look(after(13))
  expect(await lateNow()).toBe(true)
  for (const id of [shortly, long]) {
    await pause(id, true, after(14))
    expect(await lateNow()).toBe(id === shortly)
    await pause(id, false, after(20))
  }
  expect(await lateNow()).toBe(false)
  await succeed(shortly, after(21))
  await look(after(33, -1))
  expect(await noticesOf(shortly)).toEqual([
    ['late', after(13)],
    ['recovered late', after(21)],
  ])
  expect(await noticesOf(long)).toEqual([['late', after(13)]])
  await look(after(33))
  expect(await lateNow()).toBe(true)
  await look(after(50))
  await succeed(long, after(51))
  expect(await noticesOf(long)).toEqual([
    ['late', after(13)],
    ['late', after(33)],
    ['recovered late', after(51)],
  ])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { markLinkLost, markNeedsRelink } from '../../../src/store/accounts/account-state.ts'
import { getAccount, saveLink } from '../../../src/store/accounts/accounts.ts'
import { saveCredential } from '../../../src/store/credentials/credentials.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { STORE_KINDS, storesOfTwoWorkers } from '../../support/servers/two-workers.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

const LOST_AT = new Date('2026-06-15T07:00:00.123Z')
const LATER = new Date('2026-06-16T07:00:00Z')

let store: Store
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
})
afterAll(() => store.destroy())

async function accountOf(on24ClientId: string, where = store): Promise<string> {
  await storeAccount(where, on24ClientId, { createdAt: LOST_AT })
  return on24ClientId
}

function noticesOf(on24ClientId: string, where = store) {
  return where
    .selectFrom('notice')
    .select(['kind', 'reason', 'createdAt', 'dispatchedAt', 'outcome'])
    .where('on24ClientId', '=', on24ClientId)
    .orderBy('seq')
    .execute()
}

test.for(STORE_KINDS)(
  'a lost link causes one notice, however many workers find it lost, on %s',
  async (kind, context) => {
    const stores = await storesOfTwoWorkers(context, kind)
    const [one, other] = stores
    const lost = await accountOf('1', one)
    await Promise.all(
      [...stores, ...stores].map((store) => markNeedsRelink(store, lost, 'Refused.', LOST_AT)),
    )
    await markNeedsRelink(other, lost, 'Refused again.', LATER)
    expect(await getAccount(one, lost)).toMatchObject({
      needsRelinkSince: LOST_AT,
      needsRelinkReason: 'Refused.',
    })
    expect(await noticesOf(lost, one)).toEqual([
      {
        kind: 'needsRelink',
        reason: 'Refused.',
        createdAt: LOST_AT,
        dispatchedAt: null,
        outcome: null,
      },
    ])
  },
)

test('a relink causes a notice, and a later loss causes another one', async () => {
  const lost = await accountOf('2')
  await markNeedsRelink(store, lost, 'First loss.', LOST_AT)
  await saveLink(store, lost, {
    actOnAccountId: '41000',
    actOnAccountName: 'First',
    timeZone: 'UTC',
    linkedAt: LATER,
  })
  await markNeedsRelink(store, lost, 'Second loss.', LATER)
  expect((await noticesOf(lost)).map(({ kind, reason }) => [kind, reason])).toEqual([
    ['needsRelink', 'First loss.'],
    ['recovered', 'The account has been linked again.'],
    ['needsRelink', 'Second loss.'],
  ])
})

test('a new link is not marked lost with the link that it replaced', async () => {
  const relinked = await accountOf('4')
  const link = { on24ClientId: relinked, kind: 'actOn', sealed: '', userKey: null } as const
  await saveCredential(store, { ...link, updatedAt: LOST_AT })
  await saveCredential(store, { ...link, updatedAt: LATER })
  await markLinkLost(store, { on24ClientId: relinked, version: 1 }, 'Refused.', LATER)
  expect((await getAccount(store, relinked)).needsRelinkSince).toBeNull()
  expect(await noticesOf(relinked)).toEqual([])

  await markLinkLost(store, { on24ClientId: relinked, version: 2 }, 'Refused.', LATER)
  expect(await noticesOf(relinked)).toHaveLength(1)
})

test('a rolled-back change leaves neither the mark nor the notice', async () => {
  const kept = await accountOf('3')
  const undone = store.transaction().execute(async (tx) => {
    await markNeedsRelink(tx, kept, 'Refused.', LOST_AT)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect((await getAccount(store, kept)).needsRelinkSince).toBeNull()
  expect(await noticesOf(kept)).toEqual([])
})

import { sql } from 'kysely'
import { expect, onTestFinished, test, type TestContext } from 'vitest'
import {
  blockForQuota,
  endQuotaWait,
  markFailing,
  markLinkLost,
  markNeedsRelink,
} from '../../../src/store/accounts/account-state.ts'
import { findAccount, lockAccount, saveLink } from '../../../src/store/accounts/accounts.ts'
import { saveCredential } from '../../../src/store/credentials/credentials.ts'
import type { Store } from '../../../src/store/database.ts'
import { replaceInvitations, useInvitation } from '../../../src/store/visitors/invitations.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storesOfTwoWorkers } from '../../support/servers/two-workers.ts'

// A link is being stored in one process while another process changes rows of the same account.

const ID = '22950'
const AT = new Date('2026-06-15T07:00:00Z')
const LATER = new Date('2026-06-16T07:00:00Z')
const CREDENTIAL = { on24ClientId: ID, kind: 'actOn', sealed: '', userKey: null } as const

const invitation = (tokenHash: string) => ({
  tokenHash,
  on24ClientId: ID,
  madeBy: 'operator:test',
  createdAt: AT,
  expiresAt: new Date('2026-06-22T07:00:00Z'),
})

/** A linked account with an open invitation. The transaction that stores a link has locked the account's row. */
async function whileLinking(
  context: TestContext,
  before: (store: Store) => Promise<void> = () => Promise.resolve(),
) {
  const [store, elsewhere] = await storesOfTwoWorkers(context, 'PostgreSQL')
  await storeAccount(store, ID, { createdAt: AT })
  await saveCredential(store, { ...CREDENTIAL, updatedAt: AT })
  await replaceInvitations(store, invitation('sent'))
  await before(store)
  const linking = await store.startTransaction().execute()
  onTestFinished(async () => {
    if (!linking.isCommitted) await linking.rollback().execute()
  })
  await lockAccount(linking, ID)
  return { store, linking, elsewhere }
}

async function untilSomebodyWaits(store: Store): Promise<void> {
  const waiting = sql<{ n: number }>`
    select count(*)::int as n from pg_locks
    where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`
  await expect
    .poll(async () => (await waiting.execute(store)).rows[0]?.n, { timeout: 20_000 })
    .toBeGreaterThan(0)
}

test('replacing an invitation during a link waits for the lock: the customer’s link is stored', async (context) => {
  const { store, linking, elsewhere } = await whileLinking(context)
  const replaced = Promise.allSettled([replaceInvitations(elsewhere, invitation('newer'))])
  await untilSomebodyWaits(store)
  expect(await useInvitation(linking, 'sent', null, LATER)).toBe(true)
  await linking.commit().execute()
  expect(await replaced).toEqual([{ status: 'fulfilled', value: undefined }])
})

test('marking a link lost during a relink waits for the lock, and then finds the new link', async (context) => {
  const { store, linking, elsewhere } = await whileLinking(context)
  const link = { on24ClientId: ID, version: 1 }
  const lost = Promise.allSettled([markLinkLost(elsewhere, link, 'Refused.', LATER)])
  await untilSomebodyWaits(store)
  await saveCredential(linking, { ...CREDENTIAL, updatedAt: LATER })
  await saveLink(linking, ID, {
    actOnAccountId: '41000',
    actOnAccountName: 'First',
    timeZone: 'UTC',
    linkedAt: LATER,
  })
  await linking.commit().execute()
  expect(await lost).toEqual([{ status: 'fulfilled', value: undefined }])
  expect(await findAccount(store, ID)).toMatchObject({ needsRelinkSince: null })
})

test('troubles that begin and end concurrently wait for the lock, and each is reported once', async (context) => {
  const { store, linking, elsewhere } = await whileLinking(context, (open) =>
    blockForQuota(open, ID, { reason: 'Because.', at: AT }),
  )
  const changes = Promise.allSettled([
    markFailing(elsewhere, ID, 'Refused.', LATER),
    markFailing(store, ID, 'Refused.', LATER),
    elsewhere.transaction().execute((tx) => endQuotaWait(tx, ID, LATER)),
    store.transaction().execute((tx) => endQuotaWait(tx, ID, LATER)),
  ])
  await untilSomebodyWaits(store)
  await markNeedsRelink(linking, ID, 'Refused.', AT)
  await saveLink(linking, ID, {
    actOnAccountId: '41000',
    actOnAccountName: 'First',
    timeZone: 'UTC',
    linkedAt: LATER,
  })
  await linking.commit().execute()
  expect((await changes).map(({ status }) => status)).not.toContain('rejected')
  const notices = await store.selectFrom('notice').select(['kind', 'ends']).execute()
  const told = notices.map(({ kind, ends }) => (ends === null ? kind : `end of ${ends}`))
  expect(told.toSorted()).toEqual([
    'end of needsRelink',
    'end of waitingForQuota',
    'failing',
    'needsRelink',
    'waitingForQuota',
  ])
})

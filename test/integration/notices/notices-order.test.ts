/** Notices of troubles that end or begin again before the notice is sent. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseConfig } from '../../../src/config/config.ts'
import { createSendNotice } from '../../../src/notices/send-notice.ts'
import { noteLateness } from '../../../src/notices/note-lateness.ts'
import { createKeyRing } from '../../../src/crypto/key-ring.ts'
import { createMetrics } from '../../../src/observability/metrics.ts'
import { markFailing, markTried } from '../../../src/store/accounts/account-state.ts'
import { getAccount, saveLink } from '../../../src/store/accounts/accounts.ts'
import { createAccountCiphers } from '../../../src/store/credentials/account-ciphers.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { recordDelivery } from '../../../src/store/notice-deliveries.ts'
import { noticesToDispatch, settleNotice } from '../../../src/store/notices.ts'
import { notePause } from '../../../src/store/accounts/pauses.ts'
import { type NoticeReceiver, startNoticeReceiver } from '../../support/api/notice-receiver.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { anyEmptyStore } from '../../support/servers/postgres.ts'

const HOUR_MS = 3_600_000

let store: Store
let receiver: NoticeReceiver
let at = new Date('2026-06-15T07:00:00Z')
const now = () => at
beforeAll(async () => {
  store = await openStore(await anyEmptyStore())
  receiver = await startNoticeReceiver(now)
})
afterAll(async () => {
  await store.destroy()
  await receiver.close()
})

function passHours(hours: number): void {
  at = new Date(at.getTime() + hours * HOUR_MS)
}

/** A new account that no other test uses, as functions that change it and that return its notices. */
async function newAccount(id: string) {
  await storeAccount(store, id, { createdAt: at })
  const link = { actOnAccountId: id, actOnAccountName: id, timeZone: 'UTC', linkedAt: at }
  await saveLink(store, id, link)
  const newest = async () => {
    const notices = await noticesToDispatch(store)
    return notices.findLast((notice) => notice.on24ClientId === id)?.id ?? expect.fail('none')
  }
  return {
    /** Like `succeed` and `beLate`, resolves with the id of the newest notice. */
    fail: async () => {
      await markFailing(store, id, 'ON24 does not answer.', at)
      return newest()
    },
    succeed: async () => {
      await store.transaction().execute((tx) => markTried(tx, id, { isGood: true, at }))
      return newest()
    },
    beLate: async () => {
      passHours(13)
      await noteLateness({ store, now }, new AbortController().signal)
      return newest()
    },
    pause: async (reason: string | null) =>
      notePause(store, await getAccount(store, id), { reason }, at),
    told: () =>
      receiver.received
        .map(({ notice }) => notice)
        .filter(({ data }) => data.on24ClientId === id)
        .map(({ type, data }) => [type, 'lastedSince' in data ? data.lastedSince : data.since]),
  }
}

function tell(noticeId: string): Promise<string> {
  const env = {
    ENCRYPTION_KEYS: `test:${Buffer.from('a-key-of-32-bytes-for-tests-only').toString('base64')}`,
    PUBLIC_URL: 'http://127.0.0.1:8080',
    ...receiver.env,
  }
  const config = parseConfig(env, { mode: 'keys' })
  const ciphers = createAccountCiphers(store, createKeyRing(config.encryptionKeys))
  const sendNotice = createSendNotice({ store, config, ciphers, metrics: createMetrics(), now })
  const signal = AbortSignal.timeout(10_000)
  return sendNotice(noticeId, { signal, onSettled: () => undefined, onRemark: () => undefined })
}

test('a trouble that ended before its notice was sent causes no notice, nor does its end', async () => {
  const account = await newAccount('1')
  const [began, ended] = [await account.fail(), await account.succeed()]
  expect(await tell(began)).toBe('overtaken')
  expect(await tell(ended)).toBe('overtaken')
  expect(account.told()).toEqual([])
})

test('the notice of an end waits until the notice of the beginning is sent', async () => {
  const account = await newAccount('2')
  const since = at.toISOString()
  const began = await account.fail()
  passHours(1)
  receiver.answers.push(500)
  await expect(tell(began)).rejects.toThrow('answered 500')
  const ended = await account.succeed()
  await expect(tell(ended)).rejects.toMatchObject({ name: 'TroubleNotSettled' })
  // Simulates a retry that delivers the first notice.
  await recordDelivery(store, began, 'webhook', at)
  await settleNotice(store, began, 'delivered', at)
  expect(await tell(ended)).toBe('delivered')
  expect(account.told()).toEqual([
    ['account.failing', since],
    ['account.recovered', since],
  ])
})

test('no end is sent when the beginning was never accepted', async () => {
  const account = await newAccount('3')
  await settleNotice(store, await account.fail(), 'givenUp', at)
  expect(await tell(await account.succeed())).toBe('overtaken')
  expect(account.told()).toEqual([])
})

test('no recovery is sent for a trouble that began again; every sent beginning is followed by an end', async () => {
  const account = await newAccount('4')
  const first = at.toISOString()
  expect(await tell(await account.fail())).toBe('delivered')
  passHours(6)
  const recovered = await account.succeed()
  passHours(6)
  const again = await account.fail()
  expect(await tell(recovered)).toBe('overtaken')
  passHours(6)
  const ended = await account.succeed()
  expect(await tell(again)).toBe('overtaken')
  expect(await tell(ended)).toBe('delivered')
  expect(account.told()).toEqual([
    ['account.failing', first],
    ['account.recovered', first],
  ])

  // The next trouble causes both notices as usual.
  passHours(6)
  const second = at.toISOString()
  expect(await tell(await account.fail())).toBe('delivered')
  expect(await tell(await account.succeed())).toBe('delivered')
  expect(account.told().slice(2)).toEqual([
    ['account.failing', second],
    ['account.recovered', second],
  ])
})

test('an account paused before its lateness notice causes none', async () => {
  const account = await newAccount('5')
  const late = await account.beLate()
  await account.pause('Moving house.')
  expect(await tell(late)).toBe('overtaken')
  expect(await tell(await account.succeed())).toBe('overtaken')
  expect(account.told()).toEqual([])
})

import { execFile } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createKeyRing, keyIdOf, type RingKey } from '../../../src/crypto/key-ring.ts'
import { lockDataDir } from '../../../src/embedded/data-dir-lock.ts'
import { openEmbeddedStore } from '../../../src/embedded/open-embedded-store.ts'
import {
  type AccountCiphers,
  createAccountCiphers,
} from '../../../src/store/credentials/account-ciphers.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import {
  readOn24Credential,
  saveOn24Credential,
} from '../../../src/store/credentials/credentials.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { rewrapKeys } from '../../../src/store/credentials/rewrap-keys.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storesOfTwoWorkers } from '../../support/servers/two-workers.ts'

const secrets = { older: randomBytes(32), newer: randomBytes(32) }
const older: RingKey = { id: 'older', key: createSecretKey(secrets.older) }
const newer: RingKey = { id: 'newer', key: createSecretKey(secrets.newer) }
const PAIR = { accessTokenKey: 'a key', accessTokenSecret: 'a secret' }

async function addAccount(store: Store, ciphers: AccountCiphers, on24ClientId: string) {
  await storeAccount(store, on24ClientId, {
    wrappedDataKey: ciphers.newWrappedDataKey(on24ClientId),
  })
  await saveOn24Credential(store, ciphers, on24ClientId, PAIR, new Date())
}

async function wrapperOf(store: Store, on24ClientId: string): Promise<string> {
  return keyIdOf((await getAccount(store, on24ClientId)).wrappedDataKey ?? '')
}

describe('data keys are wrapped again', () => {
  let store: Store
  beforeAll(async () => {
    store = await openStore({ inMemory: true })
  })
  afterAll(() => store.destroy())
  const rewrap = (...keys: RingKey[]) => rewrapKeys(store, createKeyRing(keys), () => undefined)

  test('for every account and the service, page by page, and a second time there is nothing to do', async () => {
    const ciphers = createAccountCiphers(store, createKeyRing([older]))
    const ids = Array.from({ length: 405 }, (_, index) => String(10_000 + index))
    for (const id of ids) await addAccount(store, ciphers, id)
    const hash = await ciphers.serviceHash('a user')

    const seen: number[] = []
    const ring = createKeyRing([newer, older])
    const report = await rewrapKeys(store, ring, (count) => seen.push(count))
    expect(report).toEqual({
      ...{ rewrapped: 406, unchanged: 0, failures: [] },
      wrappedBy: new Map([['newer', 406]]),
    })
    expect(seen).toEqual([200, 400, 405, 406])
    expect(await rewrap(newer, older)).toMatchObject({ rewrapped: 0, unchanged: 406 })

    const withoutOld = createAccountCiphers(store, createKeyRing([newer]))
    for (const id of [ids[0], ids[204], ids[404]]) {
      expect(await readOn24Credential(store, withoutOld, id ?? '')).toEqual(PAIR)
    }
    expect(await withoutOld.serviceHash('a user')).toBe(hash)
  })

  test('except those with a missing or different key, which are named and stay as they are', async () => {
    const lost: RingKey = { id: 'lost', key: createSecretKey(randomBytes(32)) }
    const impostor: RingKey = { id: 'older', key: createSecretKey(randomBytes(32)) }
    await addAccount(store, createAccountCiphers(store, createKeyRing([lost])), '30001')
    await addAccount(store, createAccountCiphers(store, createKeyRing([older])), '30002')
    await addAccount(store, createAccountCiphers(store, createKeyRing([impostor])), '30003')
    const { failures, rewrapped, wrappedBy } = await rewrap(newer, older)
    expect(rewrapped).toBe(1)
    expect(failures).toEqual([
      { keyId: 'lost', reason: 'missing', owners: ['30001'] },
      { keyId: 'older', reason: 'other', owners: ['30003'] },
    ])
    expect([wrappedBy.get('lost'), wrappedBy.get('older')]).toEqual([1, 1])
    expect(await wrapperOf(store, '30002')).toBe('newer')

    expect(await rewrap(newer, impostor, lost)).toMatchObject({ rewrapped: 2, failures: [] })
  })

  test('and a first key that does not match its id is reported, too', async () => {
    const impostor: RingKey = { id: 'newer', key: createSecretKey(randomBytes(32)) }
    const { failures, rewrapped } = await rewrap(impostor, older)
    expect(rewrapped).toBe(0)
    expect(failures).toMatchObject([{ keyId: 'newer', reason: 'other' }])
  })

  test('and a data key that was replaced concurrently is left alone', async () => {
    const ring = createKeyRing([newer, older])
    await addAccount(store, createAccountCiphers(store, createKeyRing([older])), '40001')
    const fresh = createAccountCiphers(store, createKeyRing([older])).newWrappedDataKey('40001')
    const replacements: Promise<unknown>[] = []
    // Simulates an account that is removed and registered again between the read of its key and the update.
    const wrap = (dataKey: Buffer, context: string) => {
      const replacement = store
        .updateTable('account')
        .set({ wrappedDataKey: fresh })
        .where('on24ClientId', '=', '40001')
        .execute()
      replacements.push(replacement)
      return ring.wrap(dataKey, context)
    }
    const { wrappedBy } = await rewrapKeys(store, { ...ring, wrap }, () => undefined)
    await Promise.all(replacements)
    expect((await getAccount(store, '40001')).wrappedDataKey).toBe(fresh)
    expect(wrappedBy.get('older')).toBe(1)
  })
})

test('two services with both keys continue while keys are wrapped again, and a third needs only the new key', async (context) => {
  const [first, second] = await storesOfTwoWorkers(context, 'PostgreSQL')
  // The first service has not been restarted yet with the new key in first place.
  const one = createAccountCiphers(first, createKeyRing([older, newer]))
  const two = createAccountCiphers(second, createKeyRing([newer, older]))
  await addAccount(first, one, '22950')
  await addAccount(second, one, '23050')
  const sealed = (await one.of('22950')).seal('here', 'Jane')
  const hashes = [(await two.of('22950')).hash('Jane'), await two.serviceHash('a user')]

  let ended = false
  const reading = Promise.all(
    [[first, one] as const, [second, two] as const].map(async ([store, ciphers]) => {
      let reads = 0
      do {
        for (const id of ['22950', '23050']) {
          expect(await readOn24Credential(store, ciphers, id)).toEqual(PAIR)
        }
        reads += 1
      } while (!ended || reads < 3)
    }),
  )
  const ring = createKeyRing([newer, older])
  const { wrappedBy } = await rewrapKeys(second, ring, () => undefined)
  expect(wrappedBy).toEqual(new Map([['newer', 3]]))
  ended = true
  await reading

  const third = createAccountCiphers(first, createKeyRing([newer]))
  for (const ciphers of [one, two, third]) {
    const cipher = await ciphers.of('22950')
    expect(cipher.open('here', sealed)).toBe('Jane')
    expect([cipher.hash('Jane'), await ciphers.serviceHash('a user')]).toEqual(hashes)
  }
  expect(await readOn24Credential(first, third, '23050')).toEqual(PAIR)
})

describe('npm run rewrap-keys', () => {
  const older64 = `older:${secrets.older.toString('base64')}`
  const newer64 = `newer:${secrets.newer.toString('base64')}`

  test('works on a stopped service’s DATA_DIR, says what can go, and with which exit status', async () => {
    const dataDir = await temporaryFolder()
    const lock = lockDataDir(dataDir)
    const store = await openEmbeddedStore(dataDir)
    await addAccount(store, createAccountCiphers(store, createKeyRing([older])), '22950')
    await store.destroy()

    const busy = await command({ DATA_DIR: dataDir, ENCRYPTION_KEYS: `${newer64},${older64}` })
    expect(busy).toMatchObject({ code: 1 })
    expect(busy.text).toContain('is in use by another process of this service: end that process')
    lock.release()

    const without = await command({ DATA_DIR: dataDir, ENCRYPTION_KEYS: newer64 })
    expect(without.code).toBe(1)
    expect(without.text).toContain(
      'ENCRYPTION_KEYS does not hold the key "older", which wraps the data keys of 22950',
    )
    const done = await command({ DATA_DIR: dataDir, ENCRYPTION_KEYS: `${newer64},${older64}` })
    expect(done.text).toContain('the key "older" can be removed from ENCRYPTION_KEYS')
    expect(done.code).toBe(0)
    const after = await command({ DATA_DIR: dataDir, ENCRYPTION_KEYS: newer64 })
    expect(after).toMatchObject({ code: 0 })
    for (const { text } of [busy, without, done, after]) {
      expect(text).not.toContain(older64.slice(6))
      expect(text).not.toContain(newer64.slice(6))
    }
  })

  test('names a missing key ring, and a folder without a store, which it does not fill', async () => {
    const folder = await temporaryFolder()
    const none = await command({ DATA_DIR: folder })
    expect(none.code).toBe(1)
    expect(none.text).toContain('ENCRYPTION_KEYS is missing')
    expect(none.text).not.toContain('PUBLIC_URL')
    const empty = await command({ DATA_DIR: folder, ENCRYPTION_KEYS: newer64 })
    expect(empty).toMatchObject({ code: 1 })
    expect(empty.text).toContain(`DATA_DIR (${folder}) holds no store`)
  })
})

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'on24-act-on-rewrap-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const dataDir = join(folder, 'data')
  await mkdir(dataDir)
  return dataDir
}

function command(env: Readonly<Record<string, string>>): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['src/processes/rewrap-keys.ts'],
      { env },
      (_, out, err) => {
        resolve({ code: child.exitCode ?? -1, text: out + err })
      },
    )
  })
}

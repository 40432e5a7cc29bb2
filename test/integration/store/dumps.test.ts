import { createSecretKey } from 'node:crypto'
import { expect, onTestFinished, test, type TestContext } from 'vitest'
import { removeAccount } from '../../../src/accounts/remove-account.ts'
import { createAccountCipher } from '../../../src/crypto/account-cipher.ts'
import { createKeyRing } from '../../../src/crypto/key-ring.ts'
import type { World } from '../../../sandbox/world/world.ts'
import { dataKeyContext } from '../../../src/store/credentials/account-ciphers.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { readActOnCredential } from '../../../src/store/credentials/act-on-credentials.ts'
import { openWebFixture } from '../../support/fixtures/web-fixture.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'
import { dumpDatabase } from '../../support/servers/postgres-dump.ts'
import { findSecrets } from '../../support/secret-search/secrets.ts'
import { endOfFirstRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'

const RING_SECRET = Buffer.from('a-key-of-32-bytes-in-tests-alone')
const RING = createKeyRing([{ id: 'ring', key: createSecretKey(RING_SECRET) }])

/** A service with two accounts that were linked through the customer's page. Act-On rejects some of their rows. */
async function openLinkedWeb(context: TestContext) {
  const databaseUrl = await emptyDatabase(context)
  const startAt = new Date('2026-06-15T07:00:00Z')
  const webinars = [
    {
      title: 'A webinar',
      createdAt: new Date(startAt.getTime() - 3_600_000),
      liveStartAt: new Date(startAt.getTime() + 48 * 3_600_000),
    },
  ]
  let rows = 0
  const web = await openWebFixture({
    world: { accounts: [{ webinars }, { webinars }] },
    clock: stillClock(startAt.toISOString()),
    store: { databaseUrl },
    env: { ENCRYPTION_KEYS: `ring:${RING_SECRET.toString('base64')}` },
    actOnKnobs: {
      rejectRow: () => ((rows += 1) % 3 === 0 ? 'Not this one' : null),
    },
  })
  onTestFinished(() => web.close())
  const given: string[] = []
  for (const account of web.service.sandbox.world.accounts) {
    registerPeople(web.service.sandbox.world, account.on24ClientId)
    const url = await web.invite(account)
    const { userName: username, password } = account.actOn
    const answer = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ username, password }),
      redirect: 'manual',
    })
    expect(answer.status).toBe(303)
    const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';')
    given.push(url.slice(url.lastIndexOf('/') + 1), cookie.slice(cookie.indexOf('=') + 1))
    await endOfFirstRun(web.service, account.on24ClientId)
  }
  const [gone, stays] = web.service.sandbox.world.accounts
  if (gone === undefined || stays === undefined) return expect.fail('no accounts')
  return { ...web, databaseUrl, given, gone, stays, dump: () => dumpDatabase(databaseUrl) }
}

function registerPeople(world: World, on24ClientId: string): void {
  for (const { eventId } of world.webinarsUnder(on24ClientId)) world.registerMany(eventId, 6)
}

type LinkedWeb = Awaited<ReturnType<typeof openLinkedWeb>>

/** Texts that must not be readable in a dump: what customers typed, and tokens of the vendors and the service. */
async function secretsOf({ service, given, gone, stays }: LinkedWeb): Promise<string[]> {
  const ofAccounts = [gone, stays].map(async (account) => {
    const { on24ClientId, accessTokenKey, accessTokenSecret, actOn } = account
    const stored = await readActOnCredential(service.store, service.ciphers, on24ClientId)
    const { accessToken, refreshToken } = stored?.tokens ?? expect.fail('no tokens')
    expect(stored?.password).toBe(actOn.password)
    const typed = [actOn.userName, actOn.password]
    return [...typed, accessTokenKey, accessTokenSecret, accessToken, refreshToken]
  })
  return [...given, ...(await Promise.all(ofAccounts)).flat()]
}

const WRITTEN: Readonly<Record<string, (secret: string) => string>> = {
  'in plain': (secret) => secret,
  'in base64': (secret) => Buffer.from(`x${secret}y`).toString('base64'),
  'in base64url': (secret) => Buffer.from(`xy${secret}`).toString('base64url'),
  'in hex': (secret) => Buffer.from(secret).toString('hex'),
  'percent-encoded': (secret) => encodeURIComponent(secret),
}

test('a dump contains neither password nor token, and nothing that can be decrypted once the account is removed', async (context) => {
  const web = await openLinkedWeb(context)
  const { service, gone, stays } = web
  const issued = await secretsOf(web)
  registerPeople(service.sandbox.world, gone.on24ClientId)
  await runSlotAfter(service, gone.on24ClientId, 6)
  // The tokens were refreshed in between. Neither the old nor the new ones may be found.
  const secrets = [...new Set([...issued, ...(await secretsOf(web))])]
  expect(secrets.length).toBeGreaterThan(issued.length)
  const full = await web.dump()
  expect(full).toContain(gone.on24ClientId)
  // This also searches for the mark in people's data, which the store only holds encrypted.
  expect(findSecrets('dump', full, secrets)).toEqual([])

  for (const [how, write] of Object.entries(WRITTEN)) {
    await service.store
      .insertInto('rateLimit')
      .values(secrets.map((secret) => ({ key: write(secret), hits: 1, resetsAt: new Date() })))
      .execute()
    const found = new Set(
      findSecrets('dump', await web.dump(), secrets).map(({ secret }) => secret),
    )
    expect(
      secrets.filter((secret) => !found.has(secret)),
      how,
    ).toEqual([])
    await service.store.deleteFrom('rateLimit').execute()
  }

  const keyOfGone = await keyOf(web, gone.on24ClientId)
  const keyOfStays = await keyOf(web, stays.on24ClientId)
  const before = await web.dump()
  // The credentials of both vendors, the rows that Act-On rejected, and its words about them.
  expect(opened(before, keyOfGone).length).toBeGreaterThanOrEqual(4)
  const openedOfStays = opened(before, keyOfStays)
  expect(openedOfStays.length).toBeGreaterThanOrEqual(4)
  const sealed = sealedTexts(before).filter((text) => opensFor(keyOfGone, text))

  const by = { actor: 'operator:test', address: null }
  await removeAccount(service, gone.on24ClientId, by, AbortSignal.timeout(60_000))
  const after = await web.dump()
  expect(after).not.toContain(keyOfGone.wrapped)
  expect(sealed.filter((text) => after.includes(text))).toEqual([])
  expect(opened(after, keyOfGone)).toEqual([])
  expect(opened(after, keyOfStays)).toEqual(openedOfStays)
  // Only the audit trail and the call counts still name the account: the vendors' limits still include its calls.
  // Not as a part of another id: a run id may contain the same digits.
  const named = new RegExp(`(?<![\\w-])${gone.on24ClientId}(?!\\w)`)
  const lines = after.split('\n').filter((line) => named.test(line))
  const mayStay = /^INSERT INTO public\.(?:audit_entry|call_count|pace) /
  expect(lines.filter((line) => !mayStay.test(line))).toEqual([])
  expect(lines.some((line) => line.includes("'unlinked', 'ok'"))).toBe(true)
})

interface DataKey {
  readonly on24ClientId: string
  readonly wrapped: string
  readonly places: readonly string[]
}

/** What a person still has who kept an older dump and the operator's key ring. */
async function keyOf({ service }: LinkedWeb, on24ClientId: string): Promise<DataKey> {
  const { wrappedDataKey } = await getAccount(service.store, on24ClientId)
  const rows = await service.store
    .selectFrom('waitingRow')
    .select(['eventId', 'registrantId'])
    .where('on24ClientId', '=', on24ClientId)
    .execute()
  const places = rows.flatMap(({ eventId, registrantId }) => [
    `waiting_row/${eventId}/${registrantId}`,
    `words/${eventId}/${registrantId}`,
  ])
  return {
    on24ClientId,
    wrapped: wrappedDataKey ?? expect.fail('no data key'),
    places: ['credential/on24', 'credential/actOn', ...places],
  }
}

/** Everything in the dump that may have been sealed: at least an iv and a tag, in base64url. */
function sealedTexts(dump: string): string[] {
  return [...new Set(dump.match(/[\w-]{38,}/g) ?? [])]
}

function opened(dump: string, key: DataKey): string[] {
  return sealedTexts(dump).filter((text) => opensFor(key, text))
}

function opensFor({ on24ClientId, wrapped, places }: DataKey, text: string): boolean {
  const dataKey = RING.unwrap(wrapped, dataKeyContext(on24ClientId))
  const cipher = createAccountCipher(on24ClientId, dataKey)
  return places.some((place) => {
    try {
      return cipher.open(place, text) !== ''
    } catch {
      return false
    }
  })
}

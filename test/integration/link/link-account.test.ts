import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { ActOnApiNotEnabled, ActOnUnavailable } from '../../../src/act-on/errors.ts'
import { ActOnTooManySignIns, ActOnWrongPassword } from '../../../src/act-on/tokens/token-errors.ts'
import {
  ActOnAccountTaken,
  InvitationUsedUp,
  OtherActOnAccount,
} from '../../../src/accounts/link-account.ts'
import { startSyncing } from '../../../src/accounts/ensure-syncing.ts'
import { createTokenVault } from '../../../src/accounts/stored-tokens.ts'
import { linkByInvitation, newInvitation } from '../../support/api/link-account.ts'
import { openServiceBench, type ServiceBench } from '../../support/fixtures/service-bench.ts'

const HOUR_MS = 60 * 60_000

let bench: ServiceBench

beforeAll(async () => {
  bench = await openServiceBench()
})
afterAll(() => bench.close())

async function invitationsOf(on24ClientId: string) {
  return bench.store
    .selectFrom('invitation')
    .select(['usedAt', 'submissionHash'])
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

async function beginRemoval(on24ClientId: string): Promise<void> {
  await bench.store
    .updateTable('account')
    .set({ removalSince: bench.now() })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

describe('a link', () => {
  test('is stored, uses its invitation up, and starts controller, Schedule and a run', async () => {
    const { on24ClientId, actOn } = await bench.nextAccount()
    const linked = await bench.link(on24ClientId, actOn, { submissionHash: 'of the form' })
    expect(linked).toEqual({ on24ClientId, isRelink: false, actOnAccountName: actOn.accountName })
    expect(await bench.stored(on24ClientId)).toMatchObject({
      actOnAccountId: actOn.accountId,
      needsRelinkSince: null,
      actOn: { userName: actOn.userName, password: actOn.password },
    })
    expect(await invitationsOf(on24ClientId)).toEqual([
      { usedAt: expect.any(Date) as unknown, submissionHash: 'of the form' },
    ])
    expect(bench.asked.slice(-3)).toEqual([
      `controller ${on24ClientId}`,
      `schedule ${on24ClientId}`,
      `trigger ${on24ClientId}`,
    ])
  })

  test('ends the other invitations of the account with its own', async () => {
    const { on24ClientId, actOn } = await bench.nextAccount()
    const older = await newInvitation(bench, on24ClientId)
    await bench.store
      .updateTable('invitation')
      .set({ madeBy: 'notice' })
      .where('tokenHash', '=', older.tokenHash)
      .execute()
    const copy = { ...older, tokenHash: 'another' }
    await bench.store.insertInto('invitation').values(copy).execute()
    await bench.link(on24ClientId, actOn, { invitation: older })
    expect(await invitationsOf(on24ClientId)).toHaveLength(1)
    const late = bench.link(on24ClientId, actOn, { invitation: copy })
    await expect(late).rejects.toThrow(InvitationUsedUp)
  })

  test('of two forms sent at once is made once, with one sign-in', async () => {
    const { on24ClientId, actOn } = await bench.nextAccount()
    const invitation = await newInvitation(bench, on24ClientId)
    const ends = await Promise.allSettled([
      bench.link(on24ClientId, actOn, { invitation }),
      bench.link(on24ClientId, actOn, { invitation }),
    ])
    const failures = ends.flatMap((end): unknown[] =>
      end.status === 'rejected' ? [end.reason] : [],
    )
    expect(failures).toEqual([expect.any(InvitationUsedUp)])
    expect(bench.attempts(actOn.userName)).toHaveLength(1)
  })

  test('is not made for an account that is being removed, and costs it no sign-in', async () => {
    const { on24ClientId, actOn } = await bench.nextAccount()
    const invitation = await newInvitation(bench, on24ClientId)
    await beginRemoval(on24ClientId)
    const link = bench.link(on24ClientId, actOn, { invitation })
    await expect(link).rejects.toThrow(InvitationUsedUp)
    expect(bench.attempts(actOn.userName)).toEqual([])
  })

  test('sends the user name without white space around it, and the password as it is', async () => {
    const { on24ClientId, actOn } = await bench.nextAccount()
    const password = ' with spaces '
    bench.sandbox.actOn.user.changePassword(actOn.userName, password)
    await bench.link(on24ClientId, { userName: `  ${actOn.userName}\n`, password })
    expect(await bench.stored(on24ClientId)).toMatchObject({
      actOn: { userName: actOn.userName, password },
    })
  })
})

describe('a failure leaves the invitation open, stores nothing and starts nothing:', () => {
  test.each([
    ['wrong password', ActOnWrongPassword, () => undefined, { password: 'not it' }],
    [
      'no API access',
      ActOnApiNotEnabled,
      (accountId: string) => bench.sandbox.actOn.user.disableApi(accountId),
      {},
    ],
    [
      'Act-On down at the sign-in',
      ActOnUnavailable,
      (accountId: string) => bench.onActOn(accountId, 'token', { answer: { status: 503 } }),
      {},
    ],
    [
      'Act-On down afterwards',
      ActOnUnavailable,
      (accountId: string) => bench.onActOn(accountId, 'account', { answer: { status: 503 } }),
      {},
    ],
  ])('%s', async (_, failure, spoil, typed) => {
    const { on24ClientId, actOn } = await bench.nextAccount()
    const invitation = await newInvitation(bench, on24ClientId)
    const asked = bench.asked.length
    spoil(actOn.accountId)
    await expect(bench.link(on24ClientId, { ...actOn, ...typed }, { invitation })).rejects.toThrow(
      failure,
    )
    expect(await bench.stored(on24ClientId)).toMatchObject({ linkedAt: null, actOn: null })
    expect(bench.asked).toHaveLength(asked)

    bench.sandbox.actOn.user.enableApi(actOn.accountId)
    await bench.link(on24ClientId, actOn, { invitation })
  })

  test('an Act-On account that serves another ON24 client', async () => {
    const first = await bench.nextAccount()
    const second = await bench.nextAccount()
    await bench.link(first.on24ClientId, first.actOn)
    const invitation = await newInvitation(bench, second.on24ClientId)
    const user = { userName: 'second.user', password: 'p', accountId: first.actOn.accountId }
    bench.sandbox.actOn.user.addUser(user)
    await expect(bench.link(second.on24ClientId, user, { invitation })).rejects.toThrow(
      ActOnAccountTaken,
    )
    expect(await bench.stored(second.on24ClientId)).toMatchObject({ linkedAt: null, actOn: null })
    await bench.link(second.on24ClientId, second.actOn, { invitation })
  })

  test('a relink with another Act-On account', async () => {
    const first = await bench.nextAccount()
    const other = await bench.nextAccount()
    await bench.link(first.on24ClientId, first.actOn)
    const invitation = await newInvitation(bench, first.on24ClientId)
    await expect(bench.link(first.on24ClientId, other.actOn, { invitation })).rejects.toThrow(
      OtherActOnAccount,
    )
    expect(await bench.stored(first.on24ClientId)).toMatchObject({
      actOnAccountId: first.actOn.accountId,
      actOn: { userName: first.actOn.userName },
    })
    await bench.link(first.on24ClientId, first.actOn, { invitation })
  })
})

describe('a relink', () => {
  test('ends the wait for one, with another user of the same Act-On account', async () => {
    const { on24ClientId, actOn } = await bench.nextAccount()
    await bench.link(on24ClientId, actOn)
    bench.sandbox.actOn.user.changePassword(actOn.userName, 'changed')
    await expect(bench.token(on24ClientId, await bench.token(on24ClientId))).rejects.toThrow()
    expect((await bench.stored(on24ClientId)).needsRelinkSince).not.toBeNull()

    const user = { userName: 'relinking.user', password: 'p', accountId: actOn.accountId }
    bench.sandbox.actOn.user.addUser(user)
    expect(await bench.link(on24ClientId, user)).toMatchObject({ isRelink: true })
    expect(await bench.stored(on24ClientId)).toMatchObject({
      needsRelinkSince: null,
      needsRelinkReason: null,
      actOn: { userName: 'relinking.user' },
    })
    expect(await bench.token(on24ClientId)).toEqual(expect.any(String))
  })

  test('starts no run of a paused account', async () => {
    const { on24ClientId, actOn } = await bench.nextAccount()
    bench.paused.add(on24ClientId)
    await bench.link(on24ClientId, actOn)
    expect(bench.asked.slice(-2)).toEqual([
      `controller ${on24ClientId}`,
      `schedule ${on24ClientId}`,
    ])
  })
})

describe('a Temporal that is away', () => {
  const whileAway = () => ({
    ...bench.starters,
    controllers: { ensure: () => Promise.reject(new Error('connection refused')) },
  })

  test('does not undo a link: it is stored, and left to be started later', async () => {
    const { on24ClientId, actOn } = await bench.nextAccount()
    const linked = await linkByInvitation(bench, whileAway(), { on24ClientId, ...actOn })
    expect(linked).toMatchObject({ on24ClientId, isRelink: false })
    const { linkedAt, startedLinkAt } = await bench.stored(on24ClientId)
    expect([linkedAt, startedLinkAt]).toEqual([expect.any(Date), null])
  })

  test('keeps a customer waiting for ten seconds, not longer', async () => {
    const { on24ClientId, actOn } = await bench.nextAccount()
    await linkByInvitation(bench, whileAway(), { on24ClientId, ...actOn })
    const asked = Promise.withResolvers<undefined>()
    const answered = Promise.withResolvers<boolean>()
    const ensure = () => {
      asked.resolve(undefined)
      return answered.promise
    }
    onTestFinished(() => {
      vi.useRealTimers()
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const parts = { ...bench, ...bench.starters, controllers: { ensure } }
    let isOver = false
    const waiting = startSyncing(parts, on24ClientId).then(() => {
      isOver = true
    })
    await asked.promise
    await vi.advanceTimersByTimeAsync(9_900)
    expect(isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(100)
    await waiting
    answered.resolve(true)
  })
})

test('whoever waits for the user name’s turn can leave, without a sign-in', async () => {
  const { on24ClientId, actOn } = await bench.nextAccount()
  const vault = createTokenVault({ ...bench, keepPassword: true })
  const holds = Promise.withResolvers<undefined>()
  const release = Promise.withResolvers<undefined>()
  const held = vault.withUserLease(actOn.userName, new AbortController().signal, () => {
    holds.resolve(undefined)
    return release.promise
  })
  await holds.promise
  const leaving = bench.link(on24ClientId, { ...actOn, signal: AbortSignal.timeout(400) })
  await expect(leaving).rejects.toThrow(/abort/i)
  release.resolve(undefined)
  await held
  expect(bench.attempts(actOn.userName)).toEqual([])
})

test('at most three sign-ins an hour are made for a page, and it is told when there is room', async () => {
  const { on24ClientId, actOn } = await bench.nextAccount()
  const wrong = { ...actOn, password: 'not it' }
  for (let tried = 0; tried < 3; tried += 1) {
    await expect(bench.link(on24ClientId, wrong)).rejects.toThrow(ActOnWrongPassword)
  }
  const refused = await bench.link(on24ClientId, actOn).catch((error: unknown) => error)
  expect(bench.attempts(actOn.userName)).toHaveLength(3)
  if (!(refused instanceof ActOnTooManySignIns)) return expect.fail('it was not refused')
  expect(refused.retryAfterMs).toBeGreaterThan(HOUR_MS - 60_000)
  bench.sandbox.clock.advance(refused.retryAfterMs ?? 0)
  await bench.link(on24ClientId, actOn)
})

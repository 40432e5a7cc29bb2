import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ActOnApiNotEnabled, ActOnUnavailable } from '../../../src/act-on/errors.ts'
import { ActOnTooManySignIns, ActOnWrongPassword } from '../../../src/act-on/tokens/token-errors.ts'
import {
  ActOnAccountTaken,
  InvitationUsedUp,
  OtherActOnAccount,
} from '../../../src/accounts/link-account.ts'
import { createTokenVault } from '../../../src/vendors/stored-tokens.ts'
import { newInvitation } from '../../support/api/link-account.ts'
import { openLinkingFixture, type LinkingFixture } from '../../support/fixtures/linking-fixture.ts'

const HOUR_MS = 60 * 60_000

let fixture: LinkingFixture

beforeAll(async () => {
  fixture = await openLinkingFixture()
})
afterAll(() => fixture.close())

async function invitationsOf(on24ClientId: string) {
  return fixture.store
    .selectFrom('invitation')
    .select(['usedAt', 'submissionHash'])
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

async function beginRemoval(on24ClientId: string): Promise<void> {
  await fixture.store
    .updateTable('account')
    .set({ removalSince: fixture.now() })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

describe('a link', () => {
  test('is stored, uses its invitation up, and starts controller, Schedule and a run', async () => {
    const { on24ClientId, actOn } = await fixture.nextAccount()
    const linked = await fixture.link(on24ClientId, actOn, { submissionHash: 'of the form' })
    expect(linked).toEqual({ on24ClientId, isRelink: false, actOnAccountName: actOn.accountName })
    expect(await fixture.stored(on24ClientId)).toMatchObject({
      actOnAccountId: actOn.accountId,
      needsRelinkSince: null,
      actOn: { userName: actOn.userName, password: actOn.password },
    })
    expect(await invitationsOf(on24ClientId)).toEqual([
      { usedAt: expect.any(Date) as unknown, submissionHash: 'of the form' },
    ])
    expect(fixture.asked.slice(-3)).toEqual([
      `controller ${on24ClientId}`,
      `schedule ${on24ClientId}`,
      `trigger ${on24ClientId}`,
    ])
  })

  test('ends the other invitations of the account with its own', async () => {
    const { on24ClientId, actOn } = await fixture.nextAccount()
    const older = await newInvitation(fixture, on24ClientId)
    await fixture.store
      .updateTable('invitation')
      .set({ madeBy: 'notice' })
      .where('tokenHash', '=', older.tokenHash)
      .execute()
    const copy = { ...older, tokenHash: 'another' }
    await fixture.store.insertInto('invitation').values(copy).execute()
    await fixture.link(on24ClientId, actOn, { invitation: older })
    expect(await invitationsOf(on24ClientId)).toHaveLength(1)
    const late = fixture.link(on24ClientId, actOn, { invitation: copy })
    await expect(late).rejects.toThrow(InvitationUsedUp)
  })

  test('from two simultaneous forms is made once, with one sign-in', async () => {
    const { on24ClientId, actOn } = await fixture.nextAccount()
    const invitation = await newInvitation(fixture, on24ClientId)
    const ends = await Promise.allSettled([
      fixture.link(on24ClientId, actOn, { invitation }),
      fixture.link(on24ClientId, actOn, { invitation }),
    ])
    const failures = ends.flatMap((end): unknown[] =>
      end.status === 'rejected' ? [end.reason] : [],
    )
    expect(failures).toEqual([expect.any(InvitationUsedUp)])
    expect(fixture.attempts(actOn.userName)).toHaveLength(1)
  })

  test('is not made for an account that is being removed, and costs it no sign-in', async () => {
    const { on24ClientId, actOn } = await fixture.nextAccount()
    const invitation = await newInvitation(fixture, on24ClientId)
    await beginRemoval(on24ClientId)
    const link = fixture.link(on24ClientId, actOn, { invitation })
    await expect(link).rejects.toThrow(InvitationUsedUp)
    expect(fixture.attempts(actOn.userName)).toEqual([])
  })

  test('sends the user name without white space around it, and the password as it is', async () => {
    const { on24ClientId, actOn } = await fixture.nextAccount()
    const password = ' with spaces '
    fixture.sandbox.actOn.user.changePassword(actOn.userName, password)
    await fixture.link(on24ClientId, { userName: `  ${actOn.userName}\n`, password })
    expect(await fixture.stored(on24ClientId)).toMatchObject({
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
      (accountId: string) => fixture.sandbox.actOn.user.disableApi(accountId),
      {},
    ],
    [
      'Act-On down at the sign-in',
      ActOnUnavailable,
      (accountId: string) => fixture.onActOn(accountId, 'token', { answer: { status: 503 } }),
      {},
    ],
    [
      'Act-On down afterwards',
      ActOnUnavailable,
      (accountId: string) => fixture.onActOn(accountId, 'account', { answer: { status: 503 } }),
      {},
    ],
  ])('%s', async (_, failure, spoil, typed) => {
    const { on24ClientId, actOn } = await fixture.nextAccount()
    const invitation = await newInvitation(fixture, on24ClientId)
    const asked = fixture.asked.length
    spoil(actOn.accountId)
    await expect(
      fixture.link(on24ClientId, { ...actOn, ...typed }, { invitation }),
    ).rejects.toThrow(failure)
    expect(await fixture.stored(on24ClientId)).toMatchObject({ linkedAt: null, actOn: null })
    expect(fixture.asked).toHaveLength(asked)

    fixture.sandbox.actOn.user.enableApi(actOn.accountId)
    await fixture.link(on24ClientId, actOn, { invitation })
  })

  test('an Act-On account that serves another ON24 client', async () => {
    const first = await fixture.nextAccount()
    const second = await fixture.nextAccount()
    await fixture.link(first.on24ClientId, first.actOn)
    const invitation = await newInvitation(fixture, second.on24ClientId)
    const user = { userName: 'second.user', password: 'p', accountId: first.actOn.accountId }
    fixture.sandbox.actOn.user.addUser(user)
    await expect(fixture.link(second.on24ClientId, user, { invitation })).rejects.toThrow(
      ActOnAccountTaken,
    )
    expect(await fixture.stored(second.on24ClientId)).toMatchObject({ linkedAt: null, actOn: null })
    await fixture.link(second.on24ClientId, second.actOn, { invitation })
  })

  test('a relink with another Act-On account', async () => {
    const first = await fixture.nextAccount()
    const other = await fixture.nextAccount()
    await fixture.link(first.on24ClientId, first.actOn)
    const invitation = await newInvitation(fixture, first.on24ClientId)
    await expect(fixture.link(first.on24ClientId, other.actOn, { invitation })).rejects.toThrow(
      OtherActOnAccount,
    )
    expect(await fixture.stored(first.on24ClientId)).toMatchObject({
      actOnAccountId: first.actOn.accountId,
      actOn: { userName: first.actOn.userName },
    })
    await fixture.link(first.on24ClientId, first.actOn, { invitation })
  })
})

describe('a relink', () => {
  test('ends needsRelink, also with another user of the same Act-On account', async () => {
    const { on24ClientId, actOn } = await fixture.nextAccount()
    await fixture.link(on24ClientId, actOn)
    fixture.sandbox.actOn.user.changePassword(actOn.userName, 'changed')
    await expect(fixture.token(on24ClientId, await fixture.token(on24ClientId))).rejects.toThrow()
    expect((await fixture.stored(on24ClientId)).needsRelinkSince).not.toBeNull()

    const user = { userName: 'relinking.user', password: 'p', accountId: actOn.accountId }
    fixture.sandbox.actOn.user.addUser(user)
    expect(await fixture.link(on24ClientId, user)).toMatchObject({ isRelink: true })
    expect(await fixture.stored(on24ClientId)).toMatchObject({
      needsRelinkSince: null,
      needsRelinkReason: null,
      actOn: { userName: 'relinking.user' },
    })
    expect(await fixture.token(on24ClientId)).toEqual(expect.any(String))
  })

  test('starts no run of a paused account', async () => {
    const { on24ClientId, actOn } = await fixture.nextAccount()
    fixture.paused.add(on24ClientId)
    await fixture.link(on24ClientId, actOn)
    expect(fixture.asked.slice(-2)).toEqual([
      `controller ${on24ClientId}`,
      `schedule ${on24ClientId}`,
    ])
  })
})

test('a link that waits for the user name’s lease can be aborted, without a sign-in', async () => {
  const { on24ClientId, actOn } = await fixture.nextAccount()
  const vault = createTokenVault({ ...fixture, keepPassword: true })
  const holds = Promise.withResolvers<undefined>()
  const release = Promise.withResolvers<undefined>()
  const held = vault.withUserLease(actOn.userName, new AbortController().signal, () => {
    holds.resolve(undefined)
    return release.promise
  })
  await holds.promise
  const leaving = fixture.link(on24ClientId, { ...actOn, signal: AbortSignal.timeout(400) })
  await expect(leaving).rejects.toThrow(/abort/i)
  release.resolve(undefined)
  await held
  expect(fixture.attempts(actOn.userName)).toEqual([])
})

test('the linking page makes at most three sign-ins an hour, and says when the next is possible', async () => {
  const { on24ClientId, actOn } = await fixture.nextAccount()
  const wrong = { ...actOn, password: 'not it' }
  for (let tried = 0; tried < 3; tried += 1) {
    await expect(fixture.link(on24ClientId, wrong)).rejects.toThrow(ActOnWrongPassword)
  }
  const refused = await fixture.link(on24ClientId, actOn).catch((error: unknown) => error)
  expect(fixture.attempts(actOn.userName)).toHaveLength(3)
  if (!(refused instanceof ActOnTooManySignIns)) return expect.fail('it was not refused')
  expect(refused.retryAfterMs).toBeGreaterThan(HOUR_MS - 60_000)
  fixture.sandbox.clock.advance(refused.retryAfterMs ?? 0)
  await fixture.link(on24ClientId, actOn)
})

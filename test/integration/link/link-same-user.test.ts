import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ActOnAccessRefused, ActOnUnavailable } from '../../../src/act-on/errors.ts'
import { ActOnTooManySignIns, ActOnWrongPassword } from '../../../src/act-on/tokens/token-errors.ts'
import { ActOnAccountTaken } from '../../../src/accounts/link-account.ts'
import { openLinkingFixture, type LinkingFixture } from '../../support/fixtures/linking-fixture.ts'

// In these tests two customers, or a customer and a stranger, type the same Act-On user name.

const HOUR_MS = 60 * 60_000

let fixture: LinkingFixture

beforeAll(async () => {
  fixture = await openLinkingFixture()
})
afterAll(() => fixture.close())

/** An account that was linked two hours ago, and a function that submits another account's form. */
async function linkedAndNext() {
  const first = await fixture.nextAccount()
  const second = await fixture.nextAccount()
  await fixture.link(first.on24ClientId, first.actOn)
  fixture.sandbox.clock.advance(2 * HOUR_MS)
  const typeOnOther = (password = first.actOn.password, userName = first.actOn.userName) =>
    fixture.link(second.on24ClientId, { userName, password })
  return { ...first, second, typeOnOther }
}

function grantsOf(userName: string): string[] {
  return fixture.attempts(userName).map(({ grantType, outcome }) => `${grantType} ${outcome}`)
}

async function moveToAnotherActOnAccount(on24ClientId: string): Promise<void> {
  await fixture.store
    .updateTable('account')
    .set({ actOnAccountId: `not of ${on24ClientId}` })
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

async function access(on24ClientId: string) {
  return (await fixture.stored(on24ClientId)).actOn
}

const LOST = {
  needsRelinkSince: expect.any(Date) as unknown,
  needsRelinkReason: 'The Act-On user name now belongs to another Act-On account.',
}

function noticesOf(on24ClientId: string) {
  const notices = fixture.store.selectFrom('notice').where('on24ClientId', '=', on24ClientId)
  return notices.selectAll().execute()
}

describe('the pair that was granted', () => {
  test('is handed to the first link at once, which continues without a token call', async () => {
    const { on24ClientId, actOn, typeOnOther } = await linkedAndNext()
    await expect(typeOnOther()).rejects.toThrow(ActOnAccountTaken)
    const account = await fixture.stored(on24ClientId)
    const client = fixture.vendors.actOn(account, () => fixture.token(on24ClientId))
    const { signal } = new AbortController()
    expect(await client.readAccount({ signal })).toMatchObject({ accountId: actOn.accountId })
    expect(grantsOf(actOn.userName)).toEqual(['password granted', 'password granted'])
  })

  test('is stored before Act-On is asked anything, and its access token is not used unchecked', async () => {
    const { on24ClientId, actOn, typeOnOther } = await linkedAndNext()
    const before = await fixture.stored(on24ClientId)
    fixture.onActOn(actOn.accountId, 'account', { cut: 'before' })
    await expect(typeOnOther()).rejects.toThrow(ActOnUnavailable)
    const { actOn: after } = await fixture.stored(on24ClientId)
    expect(after?.tokens?.refreshToken).not.toBe(before.actOn?.tokens?.refreshToken)
    expect(after?.tokens?.isUnchecked).toBe(true)
    fixture.onActOn(actOn.accountId, 'account', { cut: 'before' })
    await expect(fixture.token(on24ClientId)).rejects.toThrow(ActOnUnavailable)
    expect(await fixture.token(on24ClientId)).toBe(after?.tokens?.accessToken)
    expect(grantsOf(actOn.userName)).toEqual(['password granted', 'password granted'])
  })

  test('goes to no link whose user name is spelled in another way, which may be another customer’s user', async () => {
    fixture.sandbox.actOn.knobs.userNameMatch = 'insensitive'
    onTestFinished(() => {
      fixture.sandbox.actOn.knobs.userNameMatch = 'sensitive'
    })
    const { on24ClientId, actOn, typeOnOther } = await linkedAndNext()
    const before = await fixture.stored(on24ClientId)
    const typed = ` ${actOn.userName.toUpperCase()} `
    await expect(typeOnOther(actOn.password, typed)).rejects.toThrow(ActOnAccountTaken)
    expect(await fixture.stored(on24ClientId)).toEqual(before)
    expect(await fixture.token(on24ClientId)).toEqual(expect.any(String))
  })

  test('reaches its links although another one of the user name cannot be read, which does not keep it from a new one', async () => {
    const unreadable = await fixture.nextAccount()
    const { on24ClientId, actOn, second, typeOnOther } = await linkedAndNext()
    const stored = await fixture.store
      .selectFrom('credential')
      .selectAll()
      .where('on24ClientId', '=', on24ClientId)
      .where('kind', '=', 'actOn')
      .executeTakeFirstOrThrow()
    await fixture.store
      .insertInto('credential')
      .values({ ...stored, on24ClientId: unreadable.on24ClientId })
      .execute()
    await expect(typeOnOther()).rejects.toThrow(ActOnAccountTaken)
    expect(await fixture.token(on24ClientId)).toEqual(expect.any(String))
    expect(grantsOf(actOn.userName)).toEqual(['password granted', 'password granted'])

    fixture.sandbox.clock.advance(2 * HOUR_MS)
    await moveToAnotherActOnAccount(on24ClientId)
    const before = await access(on24ClientId)
    await typeOnOther()
    expect(await fixture.stored(second.on24ClientId)).toMatchObject({
      actOnAccountId: actOn.accountId,
    })
    expect(await access(on24ClientId)).toEqual(before)
  })

  test('leaves a link alone whose Act-On account it does not open', async () => {
    const { on24ClientId, actOn, second, typeOnOther } = await linkedAndNext()
    await moveToAnotherActOnAccount(on24ClientId)
    const before = await access(on24ClientId)
    await typeOnOther()
    expect(await fixture.stored(second.on24ClientId)).toMatchObject({
      actOnAccountId: actOn.accountId,
    })
    expect(await access(on24ClientId)).toEqual(before)
    expect(await noticesOf(on24ClientId)).toEqual([])
  })

  test('is given back by the link itself when its account was never checked', async () => {
    const { on24ClientId, actOn, typeOnOther } = await linkedAndNext()
    await moveToAnotherActOnAccount(on24ClientId)
    const before = await access(on24ClientId)
    fixture.onActOn(actOn.accountId, 'account', { cut: 'before' })
    await expect(typeOnOther('secret 2')).rejects.toThrow(ActOnWrongPassword)
    fixture.sandbox.actOn.user.changePassword(actOn.userName, 'secret 2')
    await expect(typeOnOther('secret 2')).rejects.toThrow(ActOnUnavailable)
    expect(await access(on24ClientId)).toMatchObject({ password: 'secret 2' })
    // The restored token pair no longer works, because the sign-in was for the same Act-On user. The link then falls
    // back to its own stored password, which Act-On refuses, and is lost.
    await expect(fixture.token(on24ClientId)).rejects.toThrow(ActOnAccessRefused)
    expect(await fixture.stored(on24ClientId)).toMatchObject({
      needsRelinkReason: 'Act-On refused the stored user name or password.',
      actOn: { password: before?.password, beforeHandOver: null },
    })
    expect(await noticesOf(on24ClientId)).toHaveLength(1)
  })

  test('of the link’s own sign-in is not used either if it opens another Act-On account', async () => {
    const { on24ClientId, actOn } = await linkedAndNext()
    await moveToAnotherActOnAccount(on24ClientId)
    fixture.sandbox.actOn.user.revokeTokens(actOn.userName)
    await expect(fixture.token(on24ClientId)).rejects.toThrow(ActOnAccessRefused)
    expect(await fixture.stored(on24ClientId)).toMatchObject(LOST)
    expect(await noticesOf(on24ClientId)).toHaveLength(1)
  })
})

describe('a password that was proved right', () => {
  test('takes the place of the kept one', async () => {
    const { on24ClientId, actOn, typeOnOther } = await linkedAndNext()
    fixture.sandbox.actOn.user.changePassword(actOn.userName, 'changed')
    await expect(typeOnOther('changed')).rejects.toThrow(ActOnAccountTaken)
    expect((await fixture.stored(on24ClientId)).actOn?.password).toBe('changed')
    fixture.sandbox.actOn.user.revokeTokens(actOn.userName)
    const refused = await fixture.token(on24ClientId)
    expect(await fixture.token(on24ClientId, refused)).not.toBe(refused)
  })

  test('is not kept for a link that keeps none', async () => {
    const { on24ClientId, actOn, typeOnOther } = await linkedAndNext()
    const row = await fixture.beside({ ACTON_KEEP_PASSWORD: 'false' })
    await row.tokens.accessToken(on24ClientId, { signal: AbortSignal.timeout(5000) })
    expect((await fixture.stored(on24ClientId)).actOn?.password).toBeNull()
    await expect(typeOnOther(actOn.password)).rejects.toThrow(ActOnAccountTaken)
    expect((await fixture.stored(on24ClientId)).actOn?.password).toBeNull()
  })
})

test('wrong passwords until the page refuses leave the customer’s sync its two sign-ins', async () => {
  const { on24ClientId, actOn, typeOnOther } = await linkedAndNext()
  for (let tried = 0; tried < 3; tried += 1) {
    await expect(typeOnOther(`guess ${String(tried)}`)).rejects.toThrow(ActOnWrongPassword)
  }
  await expect(typeOnOther('guess')).rejects.toThrow(ActOnTooManySignIns)
  await expect(typeOnOther('guess', actOn.userName.toUpperCase())).rejects.toThrow(
    ActOnTooManySignIns,
  )

  const first = await fixture.token(on24ClientId)
  fixture.sandbox.actOn.user.revokeTokens(actOn.userName)
  const spent = await fixture.token(on24ClientId, first).catch((error: unknown) => error)
  expect(spent).toBeInstanceOf(ActOnTooManySignIns)
  expect(grantsOf(actOn.userName).slice(1)).toEqual([
    ...Array<string>(3).fill('password refused'),
    'refresh_token granted',
    'refresh_token refused',
  ])
  expect(await fixture.stored(on24ClientId)).toMatchObject({ needsRelinkSince: null })
  fixture.sandbox.clock.advance(HOUR_MS + 60_000)
  expect(await fixture.token(on24ClientId, first)).toEqual(expect.any(String))
})

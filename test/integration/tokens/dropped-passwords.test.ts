import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { forgetPasswords } from '../../../src/accounts/forget-passwords.ts'
import { ActOnAccessRefused } from '../../../src/act-on/errors.ts'
import { createLogger } from '../../../src/observability/logger.ts'
import { linkByInvitation } from '../../support/api/link-account.ts'
import { testLogger } from '../../support/servers/log-sink.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'
import { openLinkingFixture, type LinkingFixture } from '../../support/fixtures/linking-fixture.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'

// ACTON_KEEP_PASSWORD=false: set before accounts are linked, or only afterwards.

const HOUR_MS = 60 * 60_000

let keeping: LinkingFixture

beforeAll(async () => {
  keeping = await openLinkingFixture()
})
afterAll(() => keeping.close())

const notKeeping = () => keeping.beside({ ACTON_KEEP_PASSWORD: 'false' })
const options = () => ({ signal: AbortSignal.timeout(10_000) })

async function linked() {
  const account = await keeping.nextAccount()
  await keeping.link(account.on24ClientId, account.actOn)
  const passwordOf = async () => (await keeping.stored(account.on24ClientId)).actOn?.password
  return { ...account, passwordOf }
}

test('a password that is typed is used once and stored nowhere', async () => {
  const account = await keeping.nextAccount()
  await linkByInvitation(await notKeeping(), { ...account, ...account.actOn })
  const { actOn } = await keeping.stored(account.on24ClientId)
  expect(actOn).toMatchObject({ userName: account.actOn.userName, password: null })
})

test('the password is dropped with the next pair that is stored', async () => {
  const { on24ClientId, actOn, passwordOf } = await linked()
  const service = await notKeeping()
  await service.tokens.accessToken(on24ClientId, options())
  expect(await passwordOf()).toBe(actOn.password)
  keeping.sandbox.clock.advance(2 * HOUR_MS)
  await service.tokens.accessToken(on24ClientId, options())
  expect(await passwordOf()).toBeNull()
})

test('all passwords are dropped at once, and the pairs stay good', async () => {
  const accounts = [await linked(), await linked()]
  await forgetPasswords({ ...(await notKeeping()), logger: testLogger() })
  for (const { on24ClientId, actOn, passwordOf } of accounts) {
    expect(await passwordOf()).toBeNull()
    keeping.sandbox.clock.advance(2 * HOUR_MS)
    expect(await keeping.token(on24ClientId)).toEqual(expect.any(String))
    expect(keeping.attempts(actOn.userName).map(({ grantType }) => grantType)).toEqual([
      'password',
      'refresh_token',
    ])
  }
})

test('an account with a missing key is named, and does not stop other passwords from being dropped', async () => {
  const { on24ClientId: broken } = await linked()
  const { passwordOf } = await linked()
  await keeping.store
    .updateTable('account')
    .set({ wrappedDataKey: 'gone:key' })
    .where('on24ClientId', '=', broken)
    .execute()
  const lines: string[] = []
  const logger = createLogger({ destination: { write: (line) => lines.push(line) } })
  await forgetPasswords({ ...(await notKeeping()), logger })
  expect(await passwordOf()).toBeNull()
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(`"on24ClientId":"${broken}"`)
})

test('a password that is still stored is not used', async () => {
  const { on24ClientId, actOn, passwordOf } = await linked()
  const service = await notKeeping()
  keeping.sandbox.actOn.user.revokeTokens(actOn.userName)
  const refused = await service.tokens.accessToken(on24ClientId, options())
  const next = service.tokens.accessToken(on24ClientId, { ...options(), refused })
  await expect(next).rejects.toThrow(ActOnAccessRefused)
  expect(await passwordOf()).toBeNull()
  expect(await keeping.stored(on24ClientId)).toMatchObject({
    needsRelinkReason: 'Act-On refused the refresh token.',
  })
})

test('a starting service drops all passwords', async (context) => {
  const databaseUrl = await emptyDatabase(context)
  const before = await openLinkingFixture({ store: { databaseUrl } })
  onTestFinished(() => before.close())
  const { on24ClientId, actOn } = await before.nextAccount()
  await before.link(on24ClientId, actOn)
  const env = { ACTON_KEEP_PASSWORD: 'false' }
  await startServiceFixture({ world: { preset: 'empty' }, store: { databaseUrl }, env })
  expect(await before.stored(on24ClientId)).toMatchObject({
    actOn: { password: null, tokens: { accessToken: expect.any(String) as unknown } },
  })
})

import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { ActOnAccountTaken } from '../../../src/accounts/link-account.ts'
import { openStore } from '../../../src/store/database.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'
import { newInvitation } from '../../support/api/link-account.ts'
import { openLinkingFixture } from '../../support/fixtures/linking-fixture.ts'

test('of two users of one Act-On account who link simultaneously, the second is told that the account is taken', async (context) => {
  const databaseUrl = await emptyDatabase(context)
  const fixture = await openLinkingFixture({ store: { databaseUrl } })
  onTestFinished(() => fixture.close())
  const elsewhere = await openStore({ databaseUrl })
  onTestFinished(() => elsewhere.destroy())
  const first = await fixture.nextAccount()
  const second = await fixture.nextAccount()
  const invitation = await newInvitation(fixture, second.on24ClientId)

  const linking = await elsewhere.startTransaction().execute()
  await linking
    .updateTable('account')
    .set({ actOnAccountId: second.actOn.accountId })
    .where('on24ClientId', '=', first.on24ClientId)
    .execute()
  const link = fixture.link(second.on24ClientId, second.actOn, { invitation })
  const taken = expect(link).rejects.toThrow(ActOnAccountTaken)
  const waiting = sql<{ n: number }>`select count(*)::int as n from pg_locks where not granted`
  await expect
    .poll(async () => (await waiting.execute(fixture.store)).rows[0]?.n, { timeout: 20_000 })
    .toBeGreaterThan(0)
  await linking.commit().execute()

  await taken
  expect(await fixture.stored(second.on24ClientId)).toMatchObject({ linkedAt: null, actOn: null })
  const { usedAt } = await fixture.store
    .selectFrom('invitation')
    .select('usedAt')
    .where('tokenHash', '=', invitation.tokenHash)
    .executeTakeFirstOrThrow()
  expect(usedAt).toBeNull()
})

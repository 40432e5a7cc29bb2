import { expect, test } from 'vitest'
import { ActOnAccountTaken } from '../../../src/accounts/link-account.ts'
import { registerAccount } from '../../../src/accounts/register-account.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { linkByInvitation } from '../../support/api/link-account.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1000

test.each(['true', 'false'])(
  'two customers type the same Act-On user: the first link still syncs a day later (ACTON_KEEP_PASSWORD=%s)',
  async (keepPassword) => {
    const service = await startServiceFixture({
      world: { accounts: [{ name: 'First' }, { name: 'Second' }] },
      env: { ACTON_KEEP_PASSWORD: keepPassword },
    })
    const { sandbox } = service
    const [first, second] = sandbox.world.accounts
    if (first === undefined || second === undefined) return expect.fail('two accounts are needed')
    const { on24ClientId, actOn } = first
    const runs = async () =>
      (await listRuns(service.store, on24ClientId, 5)).map(({ outcome }) => outcome)
    const liveStartAt = new Date(sandbox.clock.now().getTime() + 3 * DAY_MS)
    const eventId = sandbox.world.addWebinar(on24ClientId, { liveStartAt })
    sandbox.world.registerMany(eventId, 2)
    await service.link(on24ClientId)
    await expect.poll(runs, { timeout: 60_000 }).toEqual(['complete'])

    await registerAccount(service, second)
    const typed = { on24ClientId: second.on24ClientId, ...actOn }
    await expect(linkByInvitation(service, typed)).rejects.toThrow(ActOnAccountTaken)

    sandbox.clock.advance(DAY_MS)
    sandbox.world.registerMany(eventId, 3)
    await service.schedules.trigger(on24ClientId)
    await expect.poll(runs, { timeout: 60_000 }).toEqual(['complete', 'complete'])
    const lists = sandbox.actOn.lists(actOn.accountId)
    const [list] = lists.filter(({ folderName }) => folderName === on24ClientId)
    expect(list?.rows).toHaveLength(5)
    expect(await getAccount(service.store, on24ClientId)).toMatchObject({
      needsRelinkSince: null,
      failingSince: null,
    })
    expect(sandbox.actOn.authAttempts().map(({ grantType }) => grantType)).toEqual([
      'password',
      'password',
      'refresh_token',
    ])
  },
)

import { expect, test } from 'vitest'
import { refusedBy, refusalsFixture } from '../../support/fixtures/refusals-fixture.ts'

const { fixture, refuse, delivered, register, run, troubles, rejected } = refusalsFixture()

test('a row that Act-On refuses by an unknown code waits, and is rejected when a second run meets the same', async () => {
  const { account, eventIds } = await delivered(2)
  const [refused = 0] = register(eventIds[0] ?? 0)
  refuse(account, { endpoint: 'upsertContact', effect: refusedBy('10777') })
  expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  expect(await troubles(account)).toMatchObject([{ kind: 'listRefused', rows: 1 }])
  expect(await run(account)).toMatchObject({ outcome: 'rejections', ledger: { rejected: 1 } })
  expect(await rejected(account)).toEqual([{ registrantId: String(refused) }])
  expect(await troubles(account)).toEqual([])
})

test('a refused row whose content has changed since is not rejected by the next run', async () => {
  const { account, eventIds } = await delivered(2)
  const [refused = 0] = register(eventIds[0] ?? 0)
  refuse(account, { endpoint: 'upsertContact', effect: refusedBy('10777') })
  for (const city of ['Oslo', 'Bergen', 'Tromsø']) {
    fixture().sandbox.world.editProfile(refused, { city }, 'event')
    expect(await run(account)).toMatchObject({ outcome: 'incomplete', ledger: { pending: 1 } })
  }
  expect(await run(account)).toMatchObject({ outcome: 'rejections', ledger: { rejected: 1 } })
})

test.each(['10004', '10010', '10054', '10088'])(
  'a refusal by %s is not about a row, and never rejects one',
  async (code) => {
    const { account, eventIds } = await delivered(2)
    register(eventIds[0] ?? 0)
    refuse(account, { endpoint: 'upsertContact', effect: refusedBy(code) })
    for (let runs = 0; runs < 3; runs += 1) {
      expect(await run(account)).toMatchObject({ ledger: { rejected: 0 } })
    }
    expect(await rejected(account)).toEqual([])
  },
)

import { expect, test } from 'vitest'
import {
  GATEWAY_403,
  refusedBy,
  refusalsFixture,
  REGISTRANT_ID,
} from '../../support/fixtures/refusals-fixture.ts'
import { listRunWebinars } from '../../../src/store/runs/run-webinar-list.ts'

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

/** Of the run's webinars with pending rows. */
async function refusalsIn(runKey: string) {
  const { items } = await listRunWebinars(fixture().store, runKey, { waiting: true, limit: 10 })
  return items.map(({ eventId, refusal }) => ({ eventId, refusal }))
}

test('the run’s webinar says that its list refused single contacts, with the words of the problem', async () => {
  const { account, eventIds } = await delivered(2)
  register(eventIds[0] ?? 0)
  refuse(account, { endpoint: 'upsertContact', effect: refusedBy('10777') })
  const { runKey } = await run(account)
  const [{ detail = '' } = {}] = await troubles(account)
  expect(detail).toContain('for single contacts')
  expect(await refusalsIn(runKey)).toEqual([{ eventId: String(eventIds[0]), refusal: detail }])
})

test('the run’s webinar says which column of its list is gone, and that its list does not answer', async () => {
  const lost = await delivered(2)
  const { user } = fixture().sandbox.actOn
  const { accountId } = lost.account.actOn
  user.deleteColumn(accountId, lost.account.list().listId, REGISTRANT_ID)
  register(lost.eventIds[0] ?? 0, 8)
  const { runKey } = await run(lost.account)
  expect(await refusalsIn(runKey)).toMatchObject([
    { refusal: `its column ${REGISTRANT_ID} is gone` },
  ])

  const silent = await delivered(2)
  register(silent.eventIds[0] ?? 0)
  const down = { answer: { status: 502, body: 'Bad gateway' } }
  refuse(silent.account, { endpoint: 'upsertContact', effect: down })
  const ended = await run(silent.account)
  const [{ detail = '' } = {}] = await troubles(silent.account)
  expect(detail).toContain('no usable answer')
  expect(await refusalsIn(ended.runKey)).toMatchObject([{ refusal: detail }])
})

test('a list that answers counts as answering, although it refuses single contacts', async () => {
  const { account, eventIds } = await delivered(2, 2, 2, 2)
  for (const eventId of eventIds) register(eventId)
  refuse(account, { endpoint: 'upsertContact', effect: GATEWAY_403 })
  await run(account)
  expect((await troubles(account)).map(({ kind }) => kind)).not.toContain('actOnRefuses')
})

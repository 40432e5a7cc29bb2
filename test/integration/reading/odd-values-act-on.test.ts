import { afterEach, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { truthDifferences } from '../../support/expectation/truth-differences.ts'
import { type JsonObject, rewriteJson } from '../../support/vendors/odd-answers.ts'
import { ODD_VALUES_SEED, OddValues } from '../../support/vendors/odd-values.ts'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

const HOUR_MS = 3_600_000

let fixture: ActivitiesFixture
afterEach(() => {
  fixture.sandbox.faults.clear()
})

const JsonRow = z.record(z.string(), z.unknown())

interface OddAnswer {
  readonly endpoint: string
  readonly keys: readonly string[]
  readonly within?: string
}

const ACT_ON_ANSWERS: readonly OddAnswer[] = [
  { endpoint: 'token', keys: ['access_token', 'refresh_token', 'expires_in'] },
  { endpoint: 'lists', keys: ['totalCount', 'result'] },
  { endpoint: 'lists', keys: ['id', 'name', 'folderName'], within: 'result' },
  { endpoint: 'createList', keys: ['listId'] },
  { endpoint: 'upsertContact', keys: ['status', 'message', 'id', 'contact_id', 'errorCode'] },
  { endpoint: 'lookup', keys: ['contactID', 'Company', 'Email Address'] },
  { endpoint: 'merge', keys: ['jobId', 'status', 'errorCode'] },
  { endpoint: 'jobStatus', keys: ['status', 'details', 'jobDetails', 'message'] },
  {
    endpoint: 'jobStatus',
    keys: ['appendCount', 'updateCount', 'rejectedCount'],
    within: 'details',
  },
  { endpoint: 'download', keys: ['headers', 'data', 'totalCount'] },
  { endpoint: 'deleteRecords', keys: ['success_count', 'failedList', 'fail_count'] },
]

test(
  `odd values from Act-On never keep a run from ending, and lists recover (seed ${String(ODD_VALUES_SEED)})`,
  { timeout: 600_000 },
  async () => {
    fixture = await openActivitiesFixture({
      // Merge jobs run in real time while the clock is advanced by hours: a job whose id was lost must end before that.
      actOnKnobs: { jobUnpolledMs: 300 },
    })
    onTestFinished(() => fixture.close())
    const { world, clock } = fixture.sandbox
    const account = await fixture.nextAccount()
    const large = account.webinar(12)
    expect(await account.run()).toMatchObject({ outcome: 'complete' })
    const values = OddValues.forActOn()
    for (let round = 0; values.left > 0; round += 1) {
      clock.advance(3 * HOUR_MS)
      account.webinar(2)
      const [first = 0, second = 0] = world.registerMany(large, 6)
      const earlier = world.truth(account.on24ClientId).find(({ eventId }) => eventId === large)
      const ids = (earlier?.registrants ?? []).map(({ eventuserid }) => eventuserid)
      world.forget(ids[round] ?? first)
      world.editProfile(ids.at(-9) ?? second, { company: '' }, 'event')
      for (const { endpoint, keys, within } of ACT_ON_ANSWERS) {
        if (values.left === 0) break
        const key = keys[round % keys.length] ?? ''
        const odd = (body: JsonObject) => {
          if (within === undefined) return values.putInto(body, key)
          const rows = body[within]
          const list: unknown[] = Array.isArray(rows) ? rows : [rows]
          const changed = list.map((row) => values.putInto(JsonRow.parse(row), key))
          return { ...body, [within]: Array.isArray(rows) ? changed : changed[0] }
        }
        fixture.sandbox.faults.add({
          vendor: 'actOn',
          account: account.actOn.accountId,
          endpoint,
          effect: rewriteJson(odd),
        })
      }
      const ended = await account.run()
      const words = values.words()
      for (const { type, message } of [
        ...ended.retried,
        ...(ended.failure ? [ended.failure] : []),
      ]) {
        expect(type, `${message}\n${words}`).not.toBe('Unexpected')
      }
      expect(ended.retried.length, words).toBeLessThan(10)
      // One odd answer rejects no row, and a run with waiting rows is not complete.
      expect(await waitingIn(account, 'rejected'), words).toBe(0)
      const isGood = ended.outcome === 'complete' || ended.outcome === 'rejections'
      if (isGood) expect(await waitingIn(account, 'pending'), words).toBe(0)
      fixture.sandbox.faults.clear()
      // A merge job whose id was lost may still be running: removals wait until it has certainly ended.
      let end = await account.run()
      for (let tries = 0; tries < 3 && end.outcome !== 'complete'; tries += 1) {
        clock.advance(HOUR_MS)
        end = await account.run()
      }
      clock.advance(HOUR_MS)
      expect(await account.run(), words).toMatchObject({
        outcome: 'complete',
        ledger: { pending: 0 },
      })
      expect(truthDifferences(fixture.sandbox, account), words).toEqual([])
    }
  },
)

async function waitingIn(
  { on24ClientId }: FixtureAccount,
  state: 'pending' | 'rejected',
): Promise<number> {
  const rows = await fixture.store
    .selectFrom('waitingRow')
    .select('registrantId')
    .where('on24ClientId', '=', on24ClientId)
    .where('state', '=', state)
    .execute()
  return rows.length
}

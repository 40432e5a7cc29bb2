/**
 * A comparison finds exactly the differences that are there: many of each kind, seeded at random. DIFFERENCES_SEED
 * repeats those of an earlier test run, which printed it.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TrueRow } from '../../../sandbox/act-on/truth.ts'
import { createRandom } from '../../../sandbox/random.ts'
import { FINDING_KINDS } from '../../../src/contracts/finding.ts'
import type { ActivitiesFixture } from '../../support/fixtures/activities-fixture.ts'
import { truthDifferences } from '../../support/expectation/truth-differences.ts'
import { SeededDifferences } from '../../support/verification/seeded-differences.ts'
import { lineOf, settleLists } from '../../support/verification/settled-lists.ts'
import {
  openComparisonFixture,
  REPAIR,
  settledAccount,
  VERIFY,
} from '../../support/verification/settled-account.ts'

const SEED = process.env['DIFFERENCES_SEED'] ?? String(Date.now() % 1_000_000)
const DIFFERENCES = 500
const DAY_MS = 24 * 3_600_000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

test(
  `each of ${String(DIFFERENCES)} differences is found and no more, and repaired: seed ${SEED}`,
  { timeout: 300_000 },
  async () => {
    process.stdout.write(`DIFFERENCES_SEED=${SEED}\n`)
    const random = createRandom(`differences:${SEED}`)
    const account = await fixture.nextAccount()
    const run = async (daysLater: number) => {
      fixture.sandbox.clock.advance(daysLater * DAY_MS)
      expect(await account.run()).toMatchObject({ outcome: 'complete' })
    }
    const lists = await settleLists(fixture.sandbox, account, random, {
      lists: 40,
      people: [10, 30],
      run,
    })
    expect(truthDifferences(fixture.sandbox, account)).toEqual([])
    expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })

    const seeded = new SeededDifferences(fixture.sandbox, lists, random)
    seeded.seed(DIFFERENCES)
    const expected = seeded.expected()
    expect(expected).toHaveLength(DIFFERENCES)
    expect(new Set(expected.map((line) => line.split(' ')[1]))).toEqual(new Set(FINDING_KINDS))
    const { ledger } = fixture.sandbox
    const before = ledger.count({ account: lists.accountId })
    const found = await account.compare(VERIFY)
    expect(found.findings.map(lineOf).toSorted()).toEqual(expected)
    const calls = ledger.calls({ account: lists.accountId }).slice(before)
    const writing = calls.filter(({ method, endpoint }) => method !== 'GET' && endpoint !== 'token')
    expect(writing).toEqual([])

    const repaired = await account.compare(REPAIR)
    expect(repaired.findings.map(lineOf).toSorted()).toEqual(expected)
    const left = seeded.expectedAfterRepair()
    expect((await account.compare(VERIFY)).findings.map(lineOf).toSorted()).toEqual(left)
    expect(repaired.verification).toMatchObject({ repaired: DIFFERENCES - left.length })
    seeded.undoLists()
    await account.compare(REPAIR)
    expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
    expect(truthDifferences(fixture.sandbox, account)).toEqual([])
  },
)

test('where users have only worked with the lists, nothing is found, and a repair writes nothing', async () => {
  const { account, accountId, listId } = await settledAccount(fixture)
  const { user } = fixture.sandbox.actOn
  const [first, second, third] = account.list().rows
  const edit = (row: TrueRow | undefined, heading: string, change: (cell: string) => string) =>
    user.editCell(accountId, row?.recordId ?? '', heading, change(row?.cells[heading] ?? ''))
  user.addRow(accountId, listId, { 'Email Address': 'own.zq7canary@example.com' })
  user.addRow(accountId, listId, { 'ON24 Registrant ID': '12345' })
  user.renameList(accountId, listId, 'Their own name')
  user.renameColumn(accountId, listId, 'Company', 'Employer')
  // ON24 has given no value for these.
  edit(first, 'Lead Source', () => 'A fair')
  edit(second, 'Live Duration', () => '12')
  edit(second, 'Email Address', (address) => address.toUpperCase())
  edit(third, 'ON24 Registrant ID', (id) => ` ${id} `)
  const before = account.list()
  const nothing = { outcome: 'complete', findings: [], verification: { lists: 1, contacts: 8 } }
  expect(await account.compare(VERIFY)).toMatchObject(nothing)
  expect(await account.compare(REPAIR)).toMatchObject(nothing)
  expect(account.list()).toEqual(before)
})

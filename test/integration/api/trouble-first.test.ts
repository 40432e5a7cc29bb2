/** The list of accounts by trouble: what somebody must help comes first. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { accountPage } from '../../../src/store/accounts/account-list.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { CursorUnknown } from '../../../src/store/page-cursor.ts'
import { anyEmptyStore, emptyDatabase } from '../../support/servers/postgres.ts'

const COUNT = 1000

/** By the last digit of the id; 0 to 2 are active and in order. */
const LATE = 3
const TROUBLE = 4
const HELD = 5
const DECIDED = 6
const RELINK = 7
const FAILING = 8
const OTHER = 9

const at = (digit: number) => sql.raw(`n % 10 = ${String(digit)}`)

/** Of the accounts on `OTHER`, a third each waits for quota, is paused, and is not linked. Some also fail. */
async function fill(store: Store): Promise<void> {
  await sql`
    insert into account (on24_client_id, name, region, act_on_region, time_zone, time_zone_chosen, created_at,
      linked_at, tried_at, late_since, needs_relink_since, failing_since, quota_since, paused_since)
    select (20000 + n)::text, 'Client', 'na', 'na', 'UTC', false, '2026-01-01',
      case when not (${at(OTHER)} and n % 3 = 2) then timestamptz '2026-01-02' end,
      timestamptz '2026-04-01' + (n % 77) * interval '1 microsecond',
      case when ${at(LATE)} then timestamptz '2026-04-02' end,
      case when ${at(RELINK)} then timestamptz '2026-04-03' end,
      case when ${at(FAILING)} or ${at(RELINK)} or ${at(OTHER)} then timestamptz '2026-04-03' end,
      case when ${at(OTHER)} and n % 3 = 0 then timestamptz '2026-04-03' end,
      case when ${at(OTHER)} and n % 3 = 1 then timestamptz '2026-04-03' end
    from generate_series(1, ${sql.raw(String(COUNT))}) as n
  `.execute(store)
  const some = sql`from (select *, on24_client_id::integer as n from account) as account`
  await sql`
    insert into webinar (on24_client_id, event_id, content_type, is_test_event)
    select on24_client_id, '1', 'webcast', false ${some}
  `.execute(store)
  await sql`
    insert into trouble (on24_client_id, event_id, kind, detail, since)
    select on24_client_id, '1', case when ${at(TROUBLE)} then 'listRefused' else 'removalsHeld' end,
      'extraRowsApproved', now() ${some} where ${at(TROUBLE)} or ${at(DECIDED)}
  `.execute(store)
  await sql`
    insert into waiting_row (on24_client_id, event_id, registrant_id, action, state, address_hash, registration_hash,
      activity_hash, cells_mask, attended, run_key, read_started_at, first_seen_at)
    select on24_client_id, '1', '1', 'remove', 'held', 1, 1, 1, 1, false, 'x', now(), now() ${some} where ${at(HELD)}
  `.execute(store)
}

async function everyId(store: Store): Promise<number[]> {
  const ids: number[] = []
  let cursor: string | null = null
  do {
    const page = await accountPage(store, {
      ...{ sort: 'trouble', limit: 70 },
      ...(cursor !== null && { cursor }),
    })
    ids.push(...page.items.map(({ on24ClientId }) => Number(on24ClientId) - 20_000))
    cursor = page.nextCursor
  } while (cursor !== null)
  return ids
}

function rankOf(n: number): number {
  switch (n % 10) {
    case RELINK:
      return 0
    case FAILING:
      return 1
    case OTHER:
      return n % 3 === 0 ? 2 : 5
    case LATE:
    case TROUBLE:
    case HELD:
      return 3
    default:
      return 4
  }
}

test.for(['the embedded store', 'PostgreSQL'])(
  'in %s, each account is on one page, by trouble, then by longest without success',
  async (where, context) => {
    const location =
      where === 'PostgreSQL'
        ? { databaseUrl: await emptyDatabase(context) }
        : { inMemory: true as const }
    const store = await openStore(location)
    onTestFinished(() => store.destroy())
    await fill(store)
    const found = await everyId(store)
    expect(new Set(found).size).toBe(COUNT)
    const ranks = found.map(rankOf)
    expect(ranks).toEqual(ranks.toSorted())
    // A trouble that an operator has decided about is not shown any more, and counts as none.
    expect(ranks.filter((rank) => rank === 3)).toHaveLength(300)
    for (const rank of [1, 3, 4]) {
      const ofRank = found.filter((n) => rankOf(n) === rank).map((n) => n % 77)
      expect(ofRank).toEqual(ofRank.toSorted((one, other) => one - other))
    }
  },
)

test('a made-up cursor and the cursor of another sort are refused', async () => {
  const store = await openStore(await anyEmptyStore())
  onTestFinished(() => store.destroy())
  for (const keys of [
    ['trouble', '3', 'now() --', '2'],
    ['trouble', '3', '1'],
    ['lateness', '1', '2'],
  ]) {
    const cursor = Buffer.from(JSON.stringify(keys)).toString('base64url')
    const page = accountPage(store, { sort: 'trouble', limit: 1, cursor })
    await expect(page).rejects.toThrow(CursorUnknown)
  }
})

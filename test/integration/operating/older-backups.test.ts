/**
 * A store restored from a backup of any age, or lost: after a relink and a repair Act-On equals ON24. BACKUP_ROUNDS is the
 * most rounds of changes and runs between the backup and the loss (1; `npm run test:backups` has 5).
 */
import { expect, test, type TestContext } from 'vitest'
import { createRandom } from '../../../sandbox/random.ts'
import { CANARY_IN_ADDRESS } from '../../../sandbox/world/canary.ts'
import { registerAccount } from '../../../src/accounts/register-account.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { askAccount } from '../../../src/web/use-cases/ask-account.ts'
import { EditedWebinar } from '../../support/accounts/random-edits.ts'
import { linkByInvitation } from '../../support/api/link-account.ts'
import {
  type RestoredServiceFixture,
  startRestoredServiceFixture,
} from '../../support/fixtures/restored-service-fixture.ts'
import { endOfFirstRun, endOfRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'
import { endedComparison } from '../../support/verification/requested-comparison.ts'

const START_AT = new Date('2026-06-15T07:00:00Z')
const HOUR_MS = 3_600_000
const WEBINARS = 5
const MOST_ROUNDS = Number(process.env['BACKUP_ROUNDS'] ?? 1)
const OPERATOR = { actor: 'operator:test', address: null }
/** A dump of nothing: the service starts with an empty database. */
const LOST = ''

interface Account {
  readonly fixture: RestoredServiceFixture
  readonly on24ClientId: string
  readonly webinars: EditedWebinar[]
}

async function start(context: TestContext, seed: string): Promise<Account> {
  const world = { seed, accounts: [{}] }
  const fixture = await startRestoredServiceFixture(context, {
    startAt: START_AT,
    world,
  })
  const on24ClientId = fixture.sandbox.world.accounts[0]?.on24ClientId ?? expect.fail('no account')
  const webinars: EditedWebinar[] = []
  for (let n = 0; n < WEBINARS; n += 1)
    webinars.push(addWebinar(fixture, on24ClientId, `${seed}:${String(n)}`))
  return { fixture, on24ClientId, webinars }
}

function addWebinar({ sandbox }: RestoredServiceFixture, on24ClientId: string, seed: string) {
  const liveStartAt = new Date(sandbox.clock.now().getTime() + 2 * HOUR_MS)
  const eventId = sandbox.world.addWebinar(on24ClientId, { title: `Of ${seed}`, liveStartAt })
  // What ON24 emptied, or gave to another person, before the service could write it: see the runbook.
  return new EditedWebinar(sandbox, createRandom(seed), eventId, { keepsItsCells: true })
}

async function register({ fixture, on24ClientId }: Account): Promise<void> {
  const { service, sandbox } = fixture
  await registerAccount(service, { ...sandbox.world.account(on24ClientId), on24ClientId })
}

async function link({ fixture, on24ClientId }: Account): Promise<void> {
  const { actOn } = fixture.sandbox.world.account(on24ClientId)
  await linkByInvitation(fixture.service, { on24ClientId, ...actOn })
  await endOfFirstRun(fixture.service, on24ClientId)
  fixture.observe(on24ClientId)
}

function change({ webinars }: Account): void {
  for (const webinar of webinars) webinar.edit()
}

async function run({ fixture, on24ClientId }: Account, hours = 0): Promise<void> {
  await runSlotAfter(fixture.service, on24ClientId, hours)
  fixture.observe(on24ClientId)
}

/** Changes of every kind, a webinar that is renamed, and one that everybody leaves; the last ones are never read. */
async function liveOn(account: Account, rounds: number, hours: number): Promise<void> {
  const { fixture, on24ClientId, webinars } = account
  const { world, clock } = fixture.sandbox
  const liveStartAt = new Date(clock.now().getTime() + 2 * HOUR_MS)
  const left = world.addWebinar(on24ClientId, { title: 'Everybody leaves', liveStartAt })
  const people = world.registerMany(left, 3)
  const added = addWebinar(fixture, on24ClientId, `added ${String(webinars.length)}`)
  webinars.push(added)
  for (let round = 0; round < rounds; round += 1) {
    change(account)
    await run(account, hours)
  }
  const [moved = 0, forgotten = 0] = world.registerMany(added.eventId, 2)
  await run(account)
  world.changeAddress(moved, `moved.${CANARY_IN_ADDRESS}1@example.com`)
  world.forget(forgotten)
  for (const person of people) world.forget(person)
  world.rename(added.eventId, 'Renamed since the backup')
  change(account)
}

const listNames = ({ fixture, on24ClientId }: Account) =>
  fixture.sandbox.actOn
    .lists(fixture.sandbox.world.account(on24ClientId).actOn.accountId)
    .flatMap(({ name, folderName }) => (folderName === on24ClientId ? [name] : []))

async function backfillEverything({ fixture, on24ClientId }: Account): Promise<void> {
  const { service, sandbox } = fixture
  const day = (at: Date) => at.toISOString().slice(0, 10)
  const range = {
    from: day(new Date(START_AT.getTime() - 48 * HOUR_MS)),
    to: day(sandbox.clock.now()),
  }
  await askAccount(service, on24ClientId, { signal: 'backfill', ...range, dryRun: false }, OPERATOR)
  await endOfRun(service, on24ClientId, ({ trigger }) => trigger === 'backfill')
}

test.for([
  { age: 'an hour', rounds: 1, hours: 0, from: 'backup' },
  { age: 'a day', rounds: 4, hours: 0, from: 'backup' },
  { age: 'weeks', rounds: 5, hours: 8 * 24, from: 'backup' },
  { age: 'before linking', rounds: 3, hours: 0, from: 'registration' },
  { age: 'none: the store is lost', rounds: 3, hours: 40 * 24, from: 'nothing' },
] as const)(
  'backup of $age: a repair makes Act-On equal ON24, with no list and no row twice',
  { timeout: 180_000 },
  async ({ age, rounds, hours, from }, context) => {
    const account = await start(context, age)
    const { fixture, on24ClientId } = account
    await register(account)
    const ofRegistration = await fixture.backUp()
    await link(account)
    change(account)
    await run(account)
    const backup = { backup: await fixture.backUp(), registration: ofRegistration, nothing: LOST }[
      from
    ]
    await liveOn(account, Math.min(rounds, MOST_ROUNDS), hours)
    const before = listNames(account)

    await fixture.restore(backup)
    if (from === 'nothing') await register(account)
    if (from === 'backup') await run(account)
    else await link(account)
    expect((await getAccount(fixture.service.store, on24ClientId)).needsRelinkSince).toBeNull()
    if (from !== 'backup') await backfillEverything(account)
    await endedComparison(fixture.service, on24ClientId, { repair: true })

    expect(fixture.differences(on24ClientId)).toEqual([])
    expect(listNames(account)).toEqual(before)
    expect(await endedComparison(fixture.service, on24ClientId, { repair: false })).toMatchObject({
      findings: [],
      verification: { lists: before.length },
    })
  },
)

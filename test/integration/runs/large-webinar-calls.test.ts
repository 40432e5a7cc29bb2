import { expect, test } from 'vitest'
import type { Run } from '../../../src/store/runs/runs.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'
import { stillClock } from '../../support/vendors/truth-check.ts'

const DAY_MS = 24 * 3_600_000
const CONTACTS = 10_000
const MOST_CALLS = 8

/** Both runs begin with an expired access token, as all runs that are six hours apart do. */
test('10,000 changed contacts of a webinar need at most 8 Act-On calls, with a new list and with an old one', async (context) => {
  const service = await startServiceFixture({
    leavesOutClockSlots: true,
    clock: stillClock('2026-06-15T07:00:00Z'),
    world: { preset: 'empty' },
    store: { databaseUrl: await emptyDatabase(context) },
  })
  const { world, clock, ledger, actOn } = service.sandbox
  const [account] = world.accounts
  const { on24ClientId, actOn: link } = account ?? expect.fail('no account')
  await service.link(on24ClientId)
  await endOfFirstRun(service, on24ClientId)

  const liveStartAt = new Date(clock.now().getTime() + 2 * DAY_MS)
  const eventId = world.addWebinar(on24ClientId, { liveStartAt })
  const people = world.registerMany(eventId, CONTACTS)
  const runSlot = async () => {
    ledger.clear()
    const run: Run = await runSlotAfter(service, on24ClientId, 6)
    const calls = ledger.calls({ vendor: 'actOn' }).map(({ endpoint }) => endpoint)
    return { run, calls }
  }

  const made = await runSlot()
  expect(made.run).toMatchObject({ outcome: 'complete', ledger: { created: CONTACTS } })
  expect(made.calls).toContain('token')
  expect(made.calls.length, made.calls.join()).toBeLessThanOrEqual(MOST_CALLS)

  for (const person of people) {
    world.editProfile(person, { company: `Company of ${String(person)}` }, 'client')
  }
  const changed = await runSlot()
  expect(changed.run).toMatchObject({ outcome: 'complete', ledger: { updated: CONTACTS } })
  expect(changed.calls).toContain('token')
  expect(changed.calls.length, changed.calls.join()).toBeLessThanOrEqual(MOST_CALLS)

  const [list] = actOn.lists(link.accountId).filter(({ folderName }) => folderName === on24ClientId)
  expect(list?.rows).toHaveLength(CONTACTS)
  expect(list?.rows.every(({ cells }) => cells['Company']?.startsWith('Company of'))).toBe(true)
})

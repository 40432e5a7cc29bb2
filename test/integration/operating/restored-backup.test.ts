import { WorkflowFailedError } from '@temporalio/client'
import { expect, test, type TestContext } from 'vitest'
import { removeAccount } from '../../../src/accounts/remove-account.ts'
import { inviteToLink } from '../../../src/accounts/invitations.ts'
import { linkAccount } from '../../../src/accounts/link-account.ts'
import { registerAccount } from '../../../src/accounts/register-account.ts'
import { findAccount, getAccount } from '../../../src/store/accounts/accounts.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { eventfulRounds } from '../../support/vendors/eventful-rounds.ts'
import { linkByInvitation, openInvitation } from '../../support/api/link-account.ts'
import {
  type RestoredServiceFixture,
  startRestoredServiceFixture,
} from '../../support/fixtures/restored-service-fixture.ts'
import { endOfFirstRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'

const START_AT = new Date('2026-06-15T07:00:00Z')
const HOUR_MS = 3_600_000
const ROUNDS = eventfulRounds(START_AT)
const DAY = [1, 2, 3, 4]

const smallWebinar = {
  webinars: [
    {
      title: 'One of few',
      createdAt: new Date(START_AT.getTime() - 5 * HOUR_MS),
      liveStartAt: new Date(START_AT.getTime() + 48 * HOUR_MS),
      people: 6,
    },
  ],
}

/** A service with one eventful account, and accounts that are linked, registered and removed after the backup. */
async function start(context: TestContext, env: Readonly<Record<string, string>> = {}) {
  const fixture = await startRestoredServiceFixture(context, {
    startAt: START_AT,
    world: {
      ...ROUNDS.world,
      accounts: [...(ROUNDS.world.accounts ?? []), smallWebinar, smallWebinar, smallWebinar],
    },
    env,
  })
  const [main = '', linkedSince = '', registeredSince = '', removedSince = ''] =
    fixture.sandbox.world.accounts.map(({ on24ClientId }) => on24ClientId)
  return { fixture, main, linkedSince, registeredSince, removedSince }
}

async function register({ service, sandbox }: RestoredServiceFixture, on24ClientId: string) {
  await registerAccount(service, { ...sandbox.world.account(on24ClientId), on24ClientId })
}

async function link({ service, sandbox }: RestoredServiceFixture, on24ClientId: string) {
  const { actOn } = sandbox.world.account(on24ClientId)
  await linkByInvitation(service, { on24ClientId, ...actOn })
}

async function runRound(fixture: RestoredServiceFixture, on24ClientId: string, round: number) {
  ROUNDS.begin(fixture.sandbox, round)
  const run = await runSlotAfter(fixture.service, on24ClientId, 0)
  fixture.observe(on24ClientId)
  return run
}

function listNames({ sandbox }: RestoredServiceFixture, on24ClientId: string): string[] {
  const { accountId } = sandbox.world.account(on24ClientId).actOn
  return sandbox.actOn.lists(accountId).map(({ name }) => name)
}

test(
  'a day-old backup that is restored heals by itself where the password is kept',
  { timeout: 180_000 },
  async (context) => {
    const { fixture, main, linkedSince, registeredSince, removedSince } = await start(context)
    ROUNDS.begin(fixture.sandbox, 0)
    for (const id of [main, linkedSince, removedSince]) await register(fixture, id)
    for (const id of [main, removedSince]) {
      await link(fixture, id)
      await endOfFirstRun(fixture.service, id)
      fixture.observe(id)
    }
    const { url } = await inviteToLink(fixture.service, linkedSince, 'operator:test')
    const useInvitation = async () => {
      const invitation =
        (await openInvitation(fixture.service, url)) ?? expect.fail('The invitation is not open.')
      const { actOn } = fixture.sandbox.world.account(linkedSince)
      const request = { invitation, submissionHash: null, ...actOn }
      await linkAccount(fixture.service, request, AbortSignal.timeout(30_000))
    }
    const backup = await fixture.backUp()

    for (const round of DAY) await runRound(fixture, main, round)
    expect(fixture.differences(main)).toEqual([])
    await useInvitation()
    await endOfFirstRun(fixture.service, linkedSince)
    await register(fixture, registeredSince)
    await link(fixture, registeredSince)
    await endOfFirstRun(fixture.service, registeredSince)
    const by = { actor: 'operator:test', address: null }
    await removeAccount(fixture.service, removedSince, by, AbortSignal.timeout(30_000))

    await fixture.restore(backup)
    const before = listNames(fixture, main)

    for (const round of [5, 6]) {
      expect(await runRound(fixture, main, round)).toMatchObject({ outcome: 'complete' })
    }
    expect(fixture.differences(main)).toEqual([])
    // Two webinars are new. No list of an earlier webinar was created again.
    expect(listNames(fixture, main)).toHaveLength(before.length + 2)
    expect((await getAccount(fixture.service.store, main)).needsRelinkSince).toBeNull()

    // Temporal still has this account's Schedule, but the store does not know the account: its runs fail at once.
    expect(await failureOfRun(fixture, registeredSince)).toContain(
      'is not registered in this store',
    )
    await register(fixture, registeredSince)
    await link(fixture, registeredSince)
    await expectFirstRunToEqualTruth(fixture, registeredSince)

    expect(await failureOfRun(fixture, linkedSince)).toContain('is not linked in this store')
    await useInvitation()
    await expectFirstRunToEqualTruth(fixture, linkedSince)

    // The removed account is back in the restored store: it syncs, and can be removed and linked again.
    expect(await runSlotAfter(fixture.service, removedSince, 6)).toMatchObject({
      outcome: 'complete',
    })
    await removeAccount(fixture.service, removedSince, by, AbortSignal.timeout(30_000))
    expect(await findAccount(fixture.service.store, removedSince)).toBeUndefined()
    await register(fixture, removedSince)
    await link(fixture, removedSince)
    await expectFirstRunToEqualTruth(fixture, removedSince)
  },
)

test(
  'without a kept password a restored backup asks for one relink, with one notice, and loses nothing',
  { timeout: 120_000 },
  async (context) => {
    const { fixture, main } = await start(context, { ACTON_KEEP_PASSWORD: 'false' })
    ROUNDS.begin(fixture.sandbox, 0)
    await register(fixture, main)
    await link(fixture, main)
    await endOfFirstRun(fixture.service, main)
    fixture.observe(main)
    const backup = await fixture.backUp()
    for (const round of [1, 2]) await runRound(fixture, main, round)
    expect(fixture.differences(main)).toEqual([])

    await fixture.restore(backup)
    for (const round of [3, 4]) {
      expect(await runRound(fixture, main, round)).toMatchObject({ outcome: 'needsRelink' })
    }
    const noticesOf = () =>
      fixture.service.store
        .selectFrom('notice')
        .select('kind')
        .where('on24ClientId', '=', main)
        .orderBy('seq')
        .execute()
    expect(await noticesOf()).toEqual([{ kind: 'needsRelink' }])

    await link(fixture, main)
    expect(await runRound(fixture, main, 5)).toMatchObject({ outcome: 'complete' })
    expect(fixture.differences(main)).toEqual([])
    expect(await noticesOf()).toEqual([{ kind: 'needsRelink' }, { kind: 'recovered' }])
  },
)

test('a run that is under way while the store is restored ends, and the next one does its work', async (context) => {
  const { fixture, main } = await start(context)
  ROUNDS.begin(fixture.sandbox, 0)
  await register(fixture, main)
  await link(fixture, main)
  await endOfFirstRun(fixture.service, main)
  fixture.observe(main)
  const backup = await fixture.backUp()
  await runRound(fixture, main, 1)

  ROUNDS.begin(fixture.sandbox, 2)
  fixture.sandbox.faults.add({
    vendor: 'on24',
    endpoint: 'eventRegistrants',
    times: Infinity,
    effect: { answer: { status: 503, body: 'Down' } },
  })
  const failures = () => fixture.sandbox.ledger.count({ endpoint: 'eventRegistrants', status: 503 })
  await fixture.service.schedules.trigger(main)
  await expect.poll(failures, { timeout: 20_000 }).toBeGreaterThan(0)
  const { runId, workflowId } = (await listRuns(fixture.service.store, main, 1))[0] ?? expect.fail()
  await fixture.restore(backup)
  fixture.sandbox.faults.clear()

  const run = fixture.service.client.workflow.getHandle(workflowId, runId)
  expect(await run.result()).toMatchObject({ outcome: 'failed' })
  expect((await getAccount(fixture.service.store, main)).failingReason).toContain('was restored')
  expect(await runRound(fixture, main, 3)).toMatchObject({ outcome: 'complete' })
  expect(fixture.differences(main)).toEqual([])
  expect((await getAccount(fixture.service.store, main)).failingSince).toBeNull()
})

async function expectFirstRunToEqualTruth(fixture: RestoredServiceFixture, on24ClientId: string) {
  const { linkedAt } = await getAccount(fixture.service.store, on24ClientId)
  expect(linkedAt).not.toBeNull()
  await endOfFirstRun(fixture.service, on24ClientId)
  fixture.observe(on24ClientId)
  expect(fixture.differences(on24ClientId)).toEqual([])
}

/** Triggers the account's Schedule, and returns the messages of the failed run, which must end within seconds. */
async function failureOfRun(
  { service }: RestoredServiceFixture,
  on24ClientId: string,
): Promise<string> {
  const earlier = new Set((await listRuns(service.store, on24ClientId, 20)).map((run) => run.runId))
  await service.schedules.trigger(on24ClientId)
  const query = `WorkflowType = "accountSync" AND On24ClientId = "${on24ClientId}" AND ExecutionStatus = "Failed"`
  let words: string | null = null
  await expect
    .poll(
      async () => {
        for await (const { workflowId, runId } of service.client.workflow.list({ query })) {
          if (earlier.has(runId)) continue
          words = await service.client.workflow
            .getHandle(workflowId, runId)
            .result()
            .then(() => null, wordsOf)
        }
        return words
      },
      { timeout: 20_000, interval: 250 },
    )
    .not.toBeNull()
  return words ?? ''
}

function wordsOf(error: unknown): string {
  const words: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) words.push(at.message)
  return error instanceof WorkflowFailedError ? words.join(' | ') : expect.fail(words.join(' | '))
}

/** What happens to one account, step by step, so that every statement on the way of an account is executed. */
import { expect } from 'vitest'
import { startDuties } from '../../../src/processes/periodic-duties.ts'
import type { ActivitiesFixture, FixtureAccount } from '../fixtures/activities-fixture.ts'
import { TABS, tabPath } from '../../../src/web/pages/account/account-tabs.ts'
import { REPAIR, VERIFY, WEEK_MS, WEEKLY } from '../verification/settled-account.ts'

export interface Life {
  readonly fixture: ActivitiesFixture
  readonly account: FixtureAccount
  /** `path` is below the service's URL. Expects an answer of 200 or 202. */
  call(path: string, body?: unknown, method?: string): Promise<void>
}

interface Step {
  readonly name: string
  readonly live: (life: Life) => Promise<unknown>
}

const BAD = 'Bad Company zq7canary'

/** The people and webinars that earlier steps have made. */
const made = { large: 0, people: [] as number[], second: 0 }

export const STEPS: readonly Step[] = [
  {
    name: 'a first run, with uploads and single writes',
    async live({ fixture, account }) {
      made.large = account.webinar(0)
      made.people = [...fixture.sandbox.world.registerMany(made.large, 150)]
      made.second = account.webinar(3)
      expect(await account.run()).toMatchObject({ outcome: 'complete' })
    },
  },
  { name: 'a run without news', live: ({ account }) => account.run() },
  {
    name: 'changes, moves, removals and rejections',
    async live({ fixture, account }) {
      const { world, actOn, clock } = fixture.sandbox
      const [first = 0, second = 0, third = 0, ...others] = made.people
      world.changeAddress(first, 'moved.zq7canary@example.com')
      world.editProfile(second, { jobtitle: 'Another' }, 'event')
      world.forget(third)
      for (const person of others.slice(0, 10)) world.editProfile(person, { city: 'B' }, 'event')
      actOn.knobs.rejectRow = (cells) => (cells['Company'] === BAD ? 'No.' : null)
      for (let bad = 0; bad < 8; bad += 1) {
        world.register(made.large, { profile: { company: BAD } })
      }
      world.register(made.second, { profile: { company: BAD } })
      clock.advance(60_000)
      await account.run()
      await account.run()
    },
  },
  {
    name: 'held removals',
    async live({ fixture, account }) {
      for (const person of made.people.slice(20, 90)) fixture.sandbox.world.forget(person)
      expect(await account.run()).toMatchObject({ outcome: 'incomplete' })
    },
  },
  { name: 'lists and pages of the account', live: showAll },
  {
    name: 'decisions of operators',
    async live({ account, call }) {
      await call(`/api/v1/accounts/${account.on24ClientId}/rejections/retry`, {})
      const webinar = `/api/v1/accounts/${account.on24ClientId}/webinars/${String(made.large)}`
      await call(`${webinar}/held`, { apply: true })
      await account.run()
      await call(`${webinar}/rebuild`, {})
      await account.run()
      await call(webinar, { excluded: true }, 'PUT')
      await call(webinar, { excluded: false }, 'PUT')
      await account.run()
    },
  },
  {
    name: 'lists that refuse, a deleted list, and a pause',
    async live({ fixture, account }) {
      const { world, faults, actOn } = fixture.sandbox
      const refused = faults.add({
        vendor: 'actOn',
        account: account.actOn.accountId,
        endpoint: /upsert|merge/i,
        times: Infinity,
        effect: { answer: { status: 403, body: '{"status":"error","message":"No."}' } },
      })
      for (const eventId of [made.large, made.second]) world.registerMany(eventId, 6)
      await account.run()
      refused()
      const [list] = account.lists()
      actOn.user.deleteList(account.actOn.accountId, list?.listId ?? '')
      await account.run()
      await account.pause()
      await account.run()
      await account.resume()
      await account.syncNow()
      await account.run()
    },
  },
  {
    name: 'backfill, comparisons and repair',
    async live({ fixture, account }) {
      const { clock, actOn } = fixture.sandbox
      const day = (days: number) => {
        const at = new Date(clock.now().getTime() + days * 86_400_000)
        return at.toISOString().slice(0, 10)
      }
      await account.backfill({ from: day(-30), to: day(3) })
      clock.advance(WEEK_MS)
      await account.run()
      const { accountId } = account.actOn
      const [list] = account.lists()
      const [edited, deleted, ...copied] = list?.rows ?? []
      const { user } = actOn
      user.editCell(accountId, edited?.recordId ?? '', 'Company', 'Edited')
      user.deleteRow(accountId, deleted?.recordId ?? '')
      for (const { cells } of copied.slice(0, 3)) user.addRow(accountId, list?.listId ?? '', cells)
      await account.compare(VERIFY)
      await account.compare(REPAIR)
      for (const { cells } of copied) user.addRow(accountId, list?.listId ?? '', cells)
      await account.compare(REPAIR)
      await account.run()
      await account.compare(WEEKLY)
    },
  },
  { name: 'lists and pages of the account, again', live: showAll },
  {
    name: 'the link is kept alive and probed',
    async live({ account }) {
      await account.keepAlive()
      await account.probe()
    },
  },
]

/** Duties of processes go through all accounts, but through nothing else. */
export const DUTIES: Step = {
  name: 'periodic duties',
  async live({ fixture }) {
    const soon = {
      startNoticeWorkflows: 50,
      noteLateness: 50,
      reconcileDue: 50,
      executeUnanswered: 50,
    }
    const duties = startDuties(fixture, 'workers', { ...soon, watchSchedules: 50 })
    await new Promise((resolve) => setTimeout(resolve, 2000))
    await duties.stop()
  },
}

/** Each with its filters. */
const LISTS = [
  ['runs', 'trigger=schedule&outcome=failed'],
  ['webinars', 'problem=true', 'problem=false&search=a', 'settled=true&excluded=true'],
  ['rejections', 'source=actOn', 'eventId=1'],
  ['problems', 'kind=listRefused'],
  ['verifications', 'repair=true'],
  ['audit', 'action=paused'],
] as const

async function showAll({ account, call, fixture }: Life): Promise<void> {
  const { on24ClientId } = account
  const api = `/api/v1/accounts/${on24ClientId}`
  for (const [tab] of TABS) await call(tabPath(on24ClientId, tab))
  await call(api)
  for (const [list, ...filters] of LISTS) {
    await call(`${api}/${list}`)
    await call(`${api}/${list}?limit=1`)
    for (const filter of filters) await call(`${api}/${list}?${filter}`)
  }
  await call(`${api}/rejections.csv`)
  const runs = await fixture.store
    .selectFrom('run')
    .select(['workflowId', 'runId', 'trigger', 'startedAt'])
    .where('on24ClientId', '=', on24ClientId)
    .execute()
  for (const { workflowId, runId, trigger, startedAt } of runs) {
    const run = `${encodeURIComponent(workflowId)}/${encodeURIComponent(runId)}`
    await call(`${api}/runs/${run}`)
    await call(`${api}/runs/${run}/webinars`)
    await call(`${api}/runs/${run}/rows`)
    await call(`/accounts/${on24ClientId}/runs/${run}`)
    if (trigger !== 'compare') continue
    await call(`${api}/verifications/${startedAt.toISOString()}/findings`)
    await call(`/accounts/${on24ClientId}/verifications/${startedAt.toISOString()}`)
  }
  const webinar = `/accounts/${on24ClientId}/webinars/${String(made.large)}`
  await call(webinar)
  await call(`${webinar}/held`)
  await call(`${webinar}/rebuild`)
  for (const eventId of [undefined, String(made.large)]) {
    await call(`${api}/explain`, { registrantId: String(made.people[0]), eventId })
    await call(`${api}/explain`, { email: 'moved.zq7canary@example.com', eventId })
  }
}

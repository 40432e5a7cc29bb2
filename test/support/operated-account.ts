/** One account that operators and the clock do things to, in any order, while its service is killed now and then. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, ScheduleOverlapPolicy } from '@temporalio/client'
import fc from 'fast-check'
import type { AccountStatus } from '../../src/contracts/operating.ts'
import { controllerId, syncScheduleId } from '../../src/contracts/temporal-names.ts'
import { createRandom } from '../../sandbox/random.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import type { AccountSpec } from '../../sandbox/world/accounts.ts'
import { CANARY_IN_ADDRESS } from '../../sandbox/world/canary.ts'
import type { Store } from '../../src/store/database.ts'
import { listRuns, type Run } from '../../src/store/runs/runs.ts'
import { differences } from './expectation/differences.ts'
import { ExpectedAccount } from './expectation/expected-account.ts'
import { servedTruth } from './expectation/served-truth.ts'

const YEAR_MS = 365 * 24 * 3_600_000
const HOUR_MS = 3_600_000
const SLOT_MS = 6 * HOUR_MS
const LOOK_EVERY_MS = 250
const PATIENCE_MS = 180_000

/** Days that hold an old webinar, a recent one, or both, so that ranges meet and repeat. */
const DAYS_BACK = [1200, 800, 400, 30] as const

const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ do: 'pause' } as const) },
  { weight: 3, arbitrary: fc.constant({ do: 'resume' } as const) },
  { weight: 3, arbitrary: fc.constant({ do: 'syncNow' } as const) },
  { weight: 3, arbitrary: fc.constant({ do: 'fireSlot' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'kill' } as const) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('change' as const), seed: fc.nat() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(1500) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('backfill' as const),
      daysBack: fc.constantFrom(...DAYS_BACK),
      dryRun: fc.boolean(),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
export type Sequence = readonly Step[]

/** The same seed gives the same ones. */
export function sequences(seed: number, count: number): Sequence[] {
  return fc.sample(fc.array(step, { minLength: 6, maxLength: 14 }), { seed, numRuns: count })
}

/** Two webinars that only a backfill finds, and two that the six-hourly run keeps up. */
export function operatedAccountSpec(startAt: Date): AccountSpec {
  const ago = (ms: number) => new Date(startAt.getTime() - ms)
  return {
    webinars: [
      { title: 'Three years ago', liveStartAt: ago(3 * YEAR_MS), people: 7 },
      { title: 'Two years ago', liveStartAt: ago(2 * YEAR_MS), people: 3 },
      { title: 'Last week', liveStartAt: ago(7 * 24 * HOUR_MS), people: 9 },
      { title: 'Today', liveStartAt: ago(3 * HOUR_MS), people: 5 },
    ],
  }
}

export interface OperatedLife {
  readonly sandbox: Sandbox
  readonly client: Client
  readonly store: Store
  /** Kills the service, and starts it again. */
  killService(): Promise<void>
}

export class OperatedAccount {
  readonly #life: OperatedLife
  readonly #account: WorldAccount
  readonly #expected: ExpectedAccount

  constructor(life: OperatedLife, account: WorldAccount) {
    this.#life = life
    this.#account = account
    this.#expected = new ExpectedAccount(account.actOn.timeZone)
  }

  async live(sequence: Sequence): Promise<void> {
    for (const what of sequence) await this.#do(what)
  }

  /** Resumed, backfilled over all years and synced until nothing waits: differences to ON24's truth, in lines. */
  async differencesOnceResumed(): Promise<string[]> {
    const { sandbox } = this.#life
    const { on24ClientId, actOn } = this.#account
    await this.#signal('resume')
    await this.#untilIdle()
    const startedAt = await this.#newestStart()
    await this.#signal('backfill', { from: this.#dayBack(1500), to: this.#dayBack(-1) })
    await this.#until('the last backfill', async () => {
      const runs = await this.#runs()
      const isDone = runs.some(
        (run) => run.trigger === 'backfill' && run.startedAt > startedAt && run.finishedAt !== null,
      )
      return { backfill: isDone ? [] : runs.slice(0, 2) }
    })
    do {
      await this.#signal('syncNow')
      await sleep(1000)
      await this.#untilIdle()
    } while ((await this.#waiting()) > 0)
    this.#expected.observe(servedTruth(sandbox, on24ClientId))
    return differences(on24ClientId, sandbox.actOn.lists(actOn.accountId), this.#expected)
  }

  /** Runs whose ledger did not add up, or that failed, as lines. */
  async badRuns(): Promise<string[]> {
    return (await this.#runs())
      .filter(({ outcome }) => outcome === 'failed' || outcome === 'rejections')
      .map(
        ({ trigger, outcome, ledger }) =>
          `${trigger}: ${String(outcome)} ${JSON.stringify(ledger)}`,
      )
  }

  async #do(what: Step): Promise<void> {
    switch (what.do) {
      case 'pause':
      case 'resume':
      case 'syncNow':
        return this.#signal(what.do)
      case 'backfill':
        return this.#signal('backfill', {
          from: this.#dayBack(what.daysBack),
          to: this.#dayBack(0),
          dryRun: what.dryRun,
        })
      case 'fireSlot':
        return this.#fireSlot()
      case 'kill':
        return this.#life.killService()
      case 'wait':
        return sleep(what.ms)
      case 'change':
        this.#change(what.seed)
    }
  }

  async #signal(name: string, payload?: object): Promise<void> {
    const controller = this.#life.client.workflow.getHandle(
      controllerId(this.#account.on24ClientId),
    )
    await controller.signal(name, ...(payload === undefined ? [] : [payload]))
  }

  async #fireSlot(): Promise<void> {
    const slot = Math.floor(Date.now() / SLOT_MS) * SLOT_MS
    await this.#life.client.schedule
      .getHandle(syncScheduleId(this.#account.on24ClientId))
      .backfill({
        start: new Date(slot - 1000),
        end: new Date(slot + 1000),
        overlap: ScheduleOverlapPolicy.BUFFER_ONE,
      })
  }

  /** Somebody registers, comes, or gets another address or title, in one of the webinars. */
  #change(seed: number): void {
    const { world, clock } = this.#life.sandbox
    const random = createRandom(`change:${String(seed)}`)
    const truth = random.pick(world.truth(this.#account.on24ClientId))
    const person = Number(random.pick(truth.registrants).eventuserid)
    switch (random.pick(['register', 'attend', 'address', 'title'] as const)) {
      case 'register':
        world.register(truth.eventId, {
          email: `late.${CANARY_IN_ADDRESS}${randomUUID()}@example.com`,
        })
        return
      case 'attend':
        world.attend(person, { mode: 'archive', at: clock.now(), minutes: random.int(1, 60) })
        return
      case 'address':
        world.changeAddress(person, `moved.${CANARY_IN_ADDRESS}${randomUUID()}@example.com`)
        return
      case 'title':
        world.editProfile(person, { jobtitle: `Title ${String(random.int(1, 99))}` }, 'event')
    }
  }

  #dayBack(days: number): string {
    const at = this.#life.sandbox.clock.now().getTime() - days * 24 * HOUR_MS
    return new Date(at).toISOString().slice(0, 10)
  }

  #runs(): Promise<Run[]> {
    return listRuns(this.#life.store, this.#account.on24ClientId, 200)
  }

  async #newestStart(): Promise<Date> {
    const [newest] = await this.#runs()
    return newest?.startedAt ?? new Date(0)
  }

  /** Rows that Act-On has not confirmed. */
  async #waiting(): Promise<number> {
    const { count } = await this.#life.store
      .selectFrom('waitingRow')
      .select((select) => select.fn.countAll().as('count'))
      .where('on24ClientId', '=', this.#account.on24ClientId)
      .where('state', '=', 'pending')
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  /** Until every signal has been answered, and nothing runs or waits for its turn. */
  async #untilIdle(): Promise<void> {
    const { on24ClientId } = this.#account
    const { workflow, schedule } = this.#life.client
    await this.#until('nothing to be under way', async () => {
      const { signals } = await workflow
        .getHandle(controllerId(on24ClientId))
        .query<AccountStatus>('status')
      const { info, raw } = await schedule.getHandle(syncScheduleId(on24ClientId)).describe()
      const open = (await this.#runs()).filter(({ finishedAt }) => finishedAt === null)
      return {
        signals: signals.filter(({ result }) => result === 'waiting'),
        inTemporal: [...info.runningActions, ...Array(Number(raw.info?.bufferSize ?? 0)).keys()],
        open: await Promise.all(open.map((run) => this.#describe(run))),
      }
    })
  }

  /** For whoever has to find out why it does not end. */
  async #describe({ workflowId }: Run): Promise<object> {
    const handle = this.#life.client.workflow.getHandle(workflowId)
    const { status, raw } = await handle.describe()
    const pending = raw.pendingActivities?.map(({ activityType, attempt, lastFailure }) => ({
      activity: activityType?.name,
      attempt,
      failure: lastFailure?.message,
    }))
    return { workflowId, status: status.name, pending }
  }

  /** Until nothing is left of what `left` lists. */
  async #until(what: string, left: () => Promise<Readonly<Record<string, readonly unknown[]>>>) {
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      // While the service is killed and starts again, its controller answers no query.
      const seen = await left().catch((error: unknown) => ({ failed: [String(error)] }))
      if (Object.values(seen).every(({ length }) => length === 0)) return
      if (Date.now() > deadline) {
        throw new Error(`Waited in vain for ${what}: ${JSON.stringify(seen)}`)
      }
      await sleep(LOOK_EVERY_MS)
    }
  }
}

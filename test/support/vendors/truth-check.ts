/**
 * Runs a service through consecutive slots. After each run, it compares every cell, list and ledger with an
 * expectation that shares no code with the service.
 */
import { ScheduleOverlapPolicy } from '@temporalio/client'
import { expect } from 'vitest'
import type { SandboxClockOptions } from '../../../sandbox/clock.ts'
import type { WebinarTruth } from '../../../sandbox/world/truth.ts'
import type { Run } from '../../../src/store/runs/runs.ts'
import { differences } from '../expectation/differences.ts'
import { ExpectedAccount } from '../expectation/expected-account.ts'
import type { ExpectedCounts } from '../expectation/expected-list.ts'
import { servedTruth, truthBefore } from '../expectation/served-truth.ts'
import type { ServiceFixture } from '../fixtures/service-fixture.ts'
import { patienceMs } from './slow-vendors.ts'

const HOUR_MS = 3_600_000
const SLOT_MS = 6 * HOUR_MS
const RUN_PATIENCE_MS = patienceMs(90_000)

/** A clock for the sandbox that shows `startAt` until it is moved. */
export function stillClock(startAt: string): SandboxClockOptions {
  return { startAt: new Date(startAt), now: () => 0 }
}

/** An account's expectation, and the last read of each webinar. */
interface Watched {
  readonly expected: ExpectedAccount
  /** The time of the last read by event id, and everything that ON24 showed then. */
  readonly lastRead: Map<number, { readonly atMs: number; readonly seen: string }>
}

/** Needs a sandbox clock that stands still, so that nothing changes between a read and its comparison. */
export class TruthCheck {
  readonly #service: ServiceFixture
  readonly #watched = new Map<string, Watched>()

  constructor(service: ServiceFixture) {
    this.#service = service
  }

  /** Links the given accounts, by default all accounts of the world, and checks their first runs. */
  async linkAll(on24ClientIds = this.#service.sandbox.world.accounts.map((a) => a.on24ClientId)) {
    const { sandbox } = this.#service
    for (const on24ClientId of on24ClientIds) {
      const { timeZone } = sandbox.world.account(on24ClientId).actOn
      this.#watched.set(on24ClientId, {
        expected: new ExpectedAccount(timeZone),
        lastRead: new Map(),
      })
      await this.#service.link(on24ClientId)
    }
    await this.#checkRuns('first run', (on24ClientId) => this.#endOf(on24ClientId, 'link'))
  }

  /** Moves the clock just past the next slot that is at least `hours` away, and runs that slot. */
  async runAfter(hours: number, step: string): Promise<void> {
    const { sandbox, client } = this.#service
    const from = sandbox.clock.now().getTime() + hours * HOUR_MS
    const slot = new Date(Math.ceil(from / SLOT_MS) * SLOT_MS)
    sandbox.clock.set(new Date(slot.getTime() + 1000))
    for (const on24ClientId of this.#watched.keys()) {
      const schedule = client.schedule.getHandle(`account-sync/${on24ClientId}`)
      // A request that waits behind a run would take the place of the slot's run.
      await expect
        .poll(async () => {
          const { raw, info } = await schedule.describe()
          return [info.runningActions.length, Number(raw.info?.bufferSize ?? 0)]
        })
        .toEqual([0, 0])
      await schedule.backfill({
        start: new Date(slot.getTime() - 1000),
        end: new Date(slot.getTime() + 1000),
        overlap: ScheduleOverlapPolicy.BUFFER_ONE,
      })
    }
    await this.#checkRuns(step, (on24ClientId) => this.#endOf(on24ClientId, slot))
  }

  /** Sets another IANA time zone for an account, as if an operator had chosen it. */
  async changeTimeZone(on24ClientId: string, timeZone: string): Promise<void> {
    await this.#service.store
      .updateTable('account')
      .set({ timeZone, timeZoneChosen: true })
      .where('on24ClientId', '=', on24ClientId)
      .execute()
    this.#of(on24ClientId).expected.timeZone = timeZone
  }

  /** True when every webinar has settled, so that nothing is read any more. */
  async isSettled(on24ClientId: string): Promise<boolean> {
    const [run] = await this.#runs(on24ClientId)
    return run?.webinarsOf === 0
  }

  /** Expects that Act-On equals the current state of ON24, independently of what the runs have read. */
  expectEverything(step: string): void {
    for (const [on24ClientId, { expected }] of this.#watched) {
      expected.observe(servedTruth(this.#service.sandbox, on24ClientId))
      this.#expectEqual(on24ClientId, step)
    }
  }

  async #checkRuns(step: string, endOf: (on24ClientId: string) => Promise<Run>): Promise<void> {
    for (const [on24ClientId, { expected }] of this.#watched) {
      const run = await endOf(on24ClientId)
      const readIds = await this.#eventsRead(run.runKey)
      const served = servedTruth(this.#service.sandbox, on24ClientId)
      const read = served.filter(({ eventId }) => readIds.has(eventId))
      const counts = expected.observe(read)
      expect
        .soft(
          { ...summary(run), missed: this.#missed(on24ClientId, served, readIds) },
          `${step}, account ${on24ClientId}`,
        )
        .toEqual({ outcome: 'complete', ledger: ledgerOf(counts), missed: [] })
      this.#expectEqual(on24ClientId, step)
    }
  }

  #expectEqual(on24ClientId: string, step: string): void {
    const { sandbox } = this.#service
    const { accountId } = sandbox.world.account(on24ClientId).actOn
    const { expected } = this.#of(on24ClientId)
    expect
      .soft(
        differences(on24ClientId, sandbox.actOn.lists(accountId), expected),
        `${step}, account ${on24ClientId}`,
      )
      .toEqual([])
  }

  /** The webinars that a run did not read although ON24 had shown a change for long enough. */
  #missed(
    on24ClientId: string,
    served: readonly WebinarTruth[],
    readIds: ReadonlySet<number>,
  ): string[] {
    const { sandbox } = this.#service
    const { lastRead } = this.#of(on24ClientId)
    const shownForMs = shownLateMs(sandbox.on24.knobs.staleness)
    const nowMs = sandbox.clock.now().getTime()
    const shown = truthBefore(sandbox, on24ClientId, shownForMs)
    return served.flatMap((truth) => {
      const { eventId } = truth
      if (readIds.has(eventId)) {
        lastRead.set(eventId, { atMs: nowMs, seen: seenIn(truth) })
        return []
      }
      const last = lastRead.get(eventId)
      const was = shown.get(eventId)
      if (was === undefined || (last !== undefined && last.atMs > nowMs - shownForMs)) return []
      return last?.seen === seenIn(was)
        ? []
        : [`${String(eventId)} ${truth.event.description ?? ''}`]
    })
  }

  /** Waits until the run of a slot, or the one that linking started, has ended. */
  async #endOf(on24ClientId: string, which: Date | 'link'): Promise<Run> {
    const find = async () =>
      (await this.#runs(on24ClientId)).find((run) =>
        which === 'link' ? run.trigger === 'link' : run.windowTo.getTime() === which.getTime(),
      )
    await expect
      .poll(async () => (await find())?.finishedAt ?? null, { timeout: RUN_PATIENCE_MS })
      .not.toBeNull()
    return (await find()) ?? expect.fail('The run is gone.')
  }

  #runs(on24ClientId: string): Promise<Run[]> {
    return this.#service.store
      .selectFrom('run')
      .selectAll()
      .where('on24ClientId', '=', on24ClientId)
      .orderBy('windowTo', 'desc')
      .execute()
  }

  async #eventsRead(runKey: string): Promise<ReadonlySet<number>> {
    const rows = await this.#service.store
      .selectFrom('runWebinar')
      .select('eventId')
      .where('runKey', '=', runKey)
      .where('readState', '=', 'read')
      .execute()
    return new Set(rows.map((row) => Number(row.eventId)))
  }

  #of(on24ClientId: string): Watched {
    return this.#watched.get(on24ClientId) ?? expect.fail(`Account ${on24ClientId} is not linked.`)
  }
}

function shownLateMs(staleness: { readonly [what: string]: number }): number {
  return Math.max(...Object.values(staleness)) * HOUR_MS
}

/** The people and their attendance as text, without the scores, which ON24 shows later than everything else. */
function seenIn({ registrants, attendees }: WebinarTruth): string {
  const people = registrants.filter((person) => !person.systemGenerated)
  return JSON.stringify([people, attendees], (key, value: unknown) =>
    key === 'engagementscore' ? undefined : value,
  )
}

function summary(run: Run) {
  return { outcome: run.outcome, ledger: run.ledger }
}

function ledgerOf(counts: ExpectedCounts) {
  return { ...counts, carriedOver: 0, rejected: 0, pending: 0 }
}

import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ledger, ledgerAddsUp } from '../../../src/contracts/run.ts'
import type { RunKind } from '../../../src/contracts/sync-activities.ts'
import { confirmWritten } from '../../../src/store/rows/confirm-written.ts'
import { rejectRow } from '../../../src/store/rows/reject.ts'
import { refillWebinar } from '../../../src/store/rows/refill.ts'
import { webinarLease } from '../../../src/store/leases/lease-names.ts'
import { saveRead } from '../../../src/store/rows/save-read.ts'
import { closeRun } from '../../../src/runs/close-run.ts'
import { computeLedgers } from '../../../src/store/runs/ledger.ts'
import { releaseLease, takeLease } from '../../../src/store/leases/leases.ts'
import { planReads } from '../../../src/store/runs/work-list.ts'
import { openRun } from '../../../src/store/runs/runs.ts'
import { takeUpRows } from '../../../src/store/rows/take-up.ts'
import { pendingRows, waitingRowsOf } from '../../../src/store/rows/stored/waiting-rows.ts'
import { lockWebinar } from '../../../src/store/webinars/webinars.ts'
import { saveWebinars } from '../../../src/store/webinars/discovered-webinars.ts'
import { expireRows } from '../../../src/store/rows/expire.ts'
import type { RowHashes } from '../../../src/reading/row-hashes.ts'
import { hashesOf } from '../../../src/store/rows/stored/row-hashes.ts'
import { registrant } from '../../support/rows/people.ts'
import {
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

// A six-hourly run and a backfill of one account, simulated at the level of the store. In any order that the leases on
// the webinars allow, both ledgers add up and every row is confirmed by one of the two runs.

const DAY_MS = 24 * 60 * 60 * 1000
const LEASE_MS = 600_000

let fixture: ActivitiesFixture
let on24ClientId: string
beforeAll(async () => {
  fixture = await openActivitiesFixture()
  on24ClientId = (await fixture.nextAccount()).on24ClientId
})
afterAll(() => fixture.close())

let made = 0
const fresh = (what: string) => `${what}-${String((made += 1))}`

interface Delivering {
  readonly eventId: string
  readonly rows: RowHashes[]
}

/** One of the two runs, and the webinar that it is currently delivering. */
class RunAtWork {
  readonly kind: RunKind
  readonly #webinars: readonly string[]
  runKey = ''
  confirmed = 0
  /** The run's current count of confirmed rows, by webinar. Another read by the run restarts the count. */
  readonly #counted = new Map<string, number>()
  ledgers: Ledger[] = []
  delivering: Delivering | null = null

  constructor(kind: RunKind, webinars: readonly string[]) {
    this.kind = kind
    this.#webinars = webinars
  }

  async open(): Promise<void> {
    this.runKey = fresh(this.kind)
    await openRun(fixture.store, {
      runKey: this.runKey,
      on24ClientId,
      workflowId: this.runKey,
      runId: this.runKey,
      trigger: this.kind,
      windowFrom: null,
      windowTo: fixture.now(),
      startedAt: fixture.now(),
    })
    await planReads(fixture.store, this.runKey, this.#webinars)
  }

  /** @param version part of every person's name: with another version, each row must be written again. */
  async read(eventId: string, people: readonly number[], version: number): Promise<void> {
    const lease = webinarLease(on24ClientId, eventId)
    if (!(await takeLease(fixture.store, lease, this.runKey, LEASE_MS))) return
    const registrants = people.map((person) =>
      registrant({
        registrantId: String(person),
        email: person === 0 ? null : `person-${String(person)}@example.com`,
        profile: { firstname: `Version ${String(version)}` },
      }),
    )
    this.confirmed -= this.#counted.get(eventId) ?? 0
    this.#counted.delete(eventId)
    await saveRead(fixture.store, await fixture.ciphers.of(on24ClientId), {
      on24ClientId,
      eventId,
      runKey: this.runKey,
      people: {
        registrants: new Map(registrants.map((one) => [one.registrantId, one])),
        attendees: new Map(),
        unreadable: 0,
      },
      readStartedAt: fixture.now(),
      storedAt: fixture.now(),
      latestActivityAt: null,
      timeZone: 'UTC',
      cancelledRegistrants: 'keep',
    })
    if (this.delivering === null) await releaseLease(fixture.store, lease, this.runKey)
  }

  async beginDelivery(eventId: string): Promise<void> {
    const lease = webinarLease(on24ClientId, eventId)
    if (this.delivering !== null) return
    if (!(await takeLease(fixture.store, lease, this.runKey, LEASE_MS))) return
    await fixture.store.transaction().execute(async (tx) => {
      await lockWebinar(tx, on24ClientId, eventId)
      await takeUpRows(tx, this.runKey, { on24ClientId, eventId })
    })
    const rows = await pendingRows(fixture.store, {
      on24ClientId,
      eventId,
      actions: ['upsert'],
      limit: 10,
      except: new Set(),
    })
    this.delivering = { eventId, rows: rows.map(hashesOf) }
  }

  async answer(isTaken: boolean): Promise<void> {
    const row = this.delivering?.rows.shift()
    if (this.delivering === null || row === undefined) return
    const { eventId } = this.delivering
    const place = { on24ClientId, eventId, at: fixture.now() }
    if (isTaken) {
      const waiting = await waitingRowsOf(fixture.store, on24ClientId, eventId)
      // An expired row may have been dropped since, and a row that was read again still waits.
      if (waiting.some((other) => isDeepStrictEqual(hashesOf(other), row))) {
        this.confirmed += 1
        this.#counted.set(eventId, (this.#counted.get(eventId) ?? 0) + 1)
      }
      const answer = { runKey: this.runKey, rows: [row], created: null }
      await confirmWritten(fixture.store, { ...place, ...answer })
    } else {
      const cipher = await fixture.ciphers.of(on24ClientId)
      const refusal = { row, reason: 'refused', words: '', cipher }
      await rejectRow(fixture.store, { ...place, ...refusal })
    }
  }

  async endDelivery(): Promise<void> {
    if (this.delivering === null) return
    const lease = webinarLease(on24ClientId, this.delivering.eventId)
    this.delivering = null
    await releaseLease(fixture.store, lease, this.runKey)
  }

  async refill(eventId: string): Promise<void> {
    if (this.delivering?.eventId !== eventId) return
    await this.endDelivery()
    await refillWebinar(
      fixture.store,
      { on24ClientId, runKey: this.runKey, kind: this.kind },
      eventId,
      fixture.now(),
    )
  }

  async dropOld(): Promise<void> {
    const later = new Date(fixture.now().getTime() + 91 * DAY_MS)
    await expireRows(fixture.store, on24ClientId, later)
  }

  /** Closes the run, and opens another one of the same kind. */
  async close(): Promise<void> {
    await this.endDelivery()
    const input = { on24ClientId, runKey: this.runKey, kind: this.kind }
    const { ledger } = await closeRun(
      fixture.store,
      { ...input, failure: null, stopped: 'paused' },
      fixture.now(),
    )
    this.ledgers.push(ledger)
    this.#counted.clear()
    await this.open()
  }
}

const oneOfTwo = fc.nat({ max: 1 })
const step = fc.oneof(
  fc.record({
    what: fc.constant('read' as const),
    run: oneOfTwo,
    webinar: oneOfTwo,
    people: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
    version: oneOfTwo,
  }),
  fc.record({
    what: fc.constantFrom('beginDelivery' as const, 'refill' as const),
    run: oneOfTwo,
    webinar: oneOfTwo,
  }),
  fc.record({ what: fc.constant('answer' as const), run: oneOfTwo, isTaken: fc.boolean() }),
  fc.record({
    what: fc.constantFrom('endDelivery' as const, 'close' as const, 'dropOld' as const),
    run: oneOfTwo,
  }),
)

test('for any interleaving of two runs, both ledgers add up and each row is confirmed once', async () => {
  const steps = fc.array(step, { minLength: 8, maxLength: 24 })
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      await fixture.store.deleteFrom('lease').execute()
      await fixture.store.deleteFrom('waitingRow').execute()
      const eventIds = [fresh('webinar'), fresh('webinar')]
      const about = { title: null, contentType: 'webcast', isTestEvent: false, isActive: true }
      const nothing = { goodAfter: null, liveStart: null, liveEnd: null, lastUpdated: null }
      await saveWebinars(
        fixture.store,
        on24ClientId,
        eventIds.map((eventId) => ({ eventId, on24ClientId, ...about, ...nothing })),
        fixture.now(),
      )
      const runs = [new RunAtWork('sync', eventIds), new RunAtWork('backfill', eventIds)]
      for (const run of runs) await run.open()
      for (const given of all) {
        const run = runs[given.run] ?? expect.fail('no run')
        const webinar = 'webinar' in given ? (eventIds[given.webinar] ?? '') : ''
        if (given.what === 'read') await run.read(webinar, given.people, given.version)
        else if (given.what === 'answer') await run.answer(given.isTaken)
        else await run[given.what](webinar)
        const keys = runs.map(({ runKey }) => runKey)
        for (const ledger of (await computeLedgers(fixture.store, keys)).values()) {
          expect(ledgerAddsUp(ledger), JSON.stringify({ given, ledger })).toBe(true)
        }
      }
      for (const run of runs) await run.close()
      for (const { ledgers, confirmed } of runs) {
        for (const ledger of ledgers)
          expect(ledgerAddsUp(ledger), JSON.stringify(ledger)).toBe(true)
        const written = ledgers.reduce((sum, { created, updated }) => sum + created + updated, 0)
        expect(written).toBe(confirmed)
      }
    }),
    { numRuns: 15 },
  )
})

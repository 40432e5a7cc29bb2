/** Works through the webinars on a run's work list, one after the other, each under its lease. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import type { Service } from '../../src/service.ts'
import { tryWithLease } from '../../src/store/leases/hold-lease.ts'
import { webinarLease } from '../../src/store/leases/lease-names.ts'
import { webinarsToRead } from '../../src/store/runs/work-list.ts'
import type { RunWork } from '../run/run-work.ts'
import { FailedReads } from './failed-reads.ts'
import { leaveToBackfills } from './leave-to-backfills.ts'

/** After this time a call ends with its current webinar, so that what it has read is delivered in the meantime. */
const LONGEST_CALL_MS = 10_000
const ASK_AGAIN_MS = 1000
/** The longest that one call waits for webinars that other workers hold. */
const LONGEST_IDLE_MS = 60_000

export interface Passes {
  /** Reads one webinar. An error may concern this webinar alone, or all: see failed-reads.ts. */
  readonly readOne: (eventId: string, signal: AbortSignal) => Promise<void>
  /** The cheapest call there is. Rejects if the vendor answers nothing at all. */
  readonly askVendors: () => Promise<void>
}

/** Ends when nothing is left to read, or when the webinars read so far are to be delivered in the meantime. */
export async function readPasses(
  context: Service,
  run: RunReference,
  { signal, attempt }: RunWork,
  { readOne, askVendors }: Passes,
): Promise<void> {
  const { store, timing } = context
  const { on24ClientId, runKey } = run
  const startedAt = performance.now()
  let hasRead = false
  for (;;) {
    const eventIds = await webinarsToRead(store, runKey)
    if (eventIds.length === 0) return
    const failedReads = new FailedReads(store, run, askVendors)
    let failedCount = 0
    let readCount = 0
    for (const eventId of eventIds) {
      signal.throwIfAborted()
      const isLong = performance.now() - startedAt >= LONGEST_CALL_MS
      // A webinar that takes long to fail comes first in the next call, too: so this call reads another one.
      if (isLong && (readCount > 0 || (hasRead && failedCount === 0))) return
      const lease = { name: webinarLease(on24ClientId, eventId), owner: attempt, signal }
      try {
        const read = await tryWithLease(store, lease, (leased) => readOne(eventId, leased))
        if (read === null) continue
        readCount += 1
        await failedReads.wasRead()
      } catch (error) {
        signal.throwIfAborted()
        failedCount += 1
        await failedReads.failed(eventId, error)
      }
    }
    await failedReads.endPass(async () => (await webinarsToRead(store, runKey)).length === 0)
    hasRead ||= readCount > 0
    if (readCount > 0 || failedCount > 0) continue
    // Other workers hold all webinars that are left.
    const idleMs = performance.now() - startedAt
    if (hasRead || idleMs >= LONGEST_IDLE_MS) return
    if (idleMs >= timing.backfillPatienceMs) await leaveToBackfills(context, run)
    await sleep(ASK_AGAIN_MS, undefined, { signal })
  }
}

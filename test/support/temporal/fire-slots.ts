/**
 * Checks that no test depends on the time of day. With FIRE_SLOTS=1, every Schedule on the test run's Temporal server
 * is made to start the run of a slot soon after its creation, as it would if the wall clock passed 00, 06, 12 or 18
 * UTC in the middle of its test.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type Connection, ScheduleOverlapPolicy } from '@temporalio/client'
import { createLogger } from '../../../src/observability/logger.ts'
import { startPeriodicWork } from '../../../src/processes/repeat.ts'

const SLOT_MS = 6 * 3_600_000
const LOOK_EVERY_MS = 200
const NAMESPACES_AT_ONCE = 1000
/** A delay that is longer than a test takes to exclude these slots. */
const SHORTEST_DELAY_MS = 700
const LONGEST_DELAY_MS = 3000

export interface FiringSlots {
  /** How many Schedules have started a run, and how many did not, because their test leaves these slots out. */
  stop(): Promise<{ readonly fired: number; readonly leftOut: number }>
}

interface Watched {
  readonly client: Client
  /** Schedules whose slot will be or has been fired. */
  readonly chosen: Set<string>
  newestAtMs: number
  nextLookAtMs: number
}

/** Fires each Schedule once, 0.7–3 s after it is seen; a paused one after it is unpaused. */
export function startFiringSlots(connection: Connection): FiringSlots {
  const watched = new Map<string, Watched>()
  const count = { fired: 0, leftOut: 0, paused: 0, deleted: 0 }
  const fireSoon = async ({ client, chosen }: Watched, scheduleId: string) => {
    chosen.add(scheduleId)
    const delayMs = SHORTEST_DELAY_MS + Math.random() * (LONGEST_DELAY_MS - SHORTEST_DELAY_MS)
    await sleep(delayMs, undefined, { ref: false })
    // The Schedule may have been deleted since.
    const became = await fireSlot(client, scheduleId).catch(() => 'deleted' as const)
    count[became] += 1
    if (became === 'paused') chosen.delete(scheduleId)
  }
  const look = async (one: Watched) => {
    for await (const { scheduleId } of one.client.schedule.list()) {
      if (one.chosen.has(scheduleId)) continue
      one.newestAtMs = Date.now()
      void fireSoon(one, scheduleId)
    }
    // Most namespaces belong to tests that have ended, so one without new Schedules is polled less and less often.
    one.nextLookAtMs = Date.now() + (Date.now() - one.newestAtMs) / 10
  }
  const lookEverywhere = async () => {
    const { namespaces } = await connection.workflowService.listNamespaces({
      pageSize: NAMESPACES_AT_ONCE,
    })
    for (const { namespaceInfo } of namespaces) {
      const namespace = namespaceInfo?.name ?? ''
      const one = watched.get(namespace) ?? newlyWatched(connection, namespace)
      watched.set(namespace, one)
      if (Date.now() >= one.nextLookAtMs) await look(one)
    }
  }
  const looking = startPeriodicWork(lookEverywhere, {
    everyMs: LOOK_EVERY_MS,
    logger: createLogger(),
    whenItFails: 'The Schedules of the test run cannot be listed',
  })
  return {
    async stop() {
      await looking.stop()
      return count
    },
  }
}

function newlyWatched(connection: Connection, namespace: string): Watched {
  const client = new Client({ connection, namespace })
  return { client, chosen: new Set(), newestAtMs: Date.now(), nextLookAtMs: 0 }
}

/** Skips a paused Schedule, which starts nothing at a slot but would start a run for this backfill request. */
async function fireSlot(
  client: Client,
  scheduleId: string,
): Promise<'fired' | 'paused' | 'leftOut'> {
  const handle = client.schedule.getHandle(scheduleId)
  const { state, spec } = await handle.describe()
  if (state.paused) return 'paused'
  const slot = Math.floor(Date.now() / SLOT_MS) * SLOT_MS
  await handle.backfill({
    start: new Date(slot - 1000),
    end: new Date(slot + 1000),
    overlap: ScheduleOverlapPolicy.BUFFER_ONE,
  })
  return spec.skip === undefined || spec.skip.length === 0 ? 'fired' : 'leftOut'
}

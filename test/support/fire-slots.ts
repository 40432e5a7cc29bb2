/**
 * Shows that no test depends on the time of day: with FIRE_SLOTS=1 every Schedule of the run's Temporal server
 * starts the run of a slot by itself, soon after it was made, as if the wall clock passed 00, 06, 12 or 18 UTC
 * in the middle of its test.
 */
import { Client, type Connection, ScheduleOverlapPolicy } from '@temporalio/client'
import { createLogger } from '../../src/observability/logger.ts'
import { type PeriodicWork, startPeriodicWork } from '../../src/periodic-work.ts'

const SLOT_MS = 6 * 3_600_000
const LOOK_EVERY_MS = 300
const NAMESPACES_AT_ONCE = 1000

/** Each Schedule once, a moment (0–2 s) after it is seen. */
export function startFiringSlots(connection: Connection): PeriodicWork {
  const seen = new Set<string>()
  const fireNew = async () => {
    const { namespaces } = await connection.workflowService.listNamespaces({
      pageSize: NAMESPACES_AT_ONCE,
    })
    for (const { namespaceInfo } of namespaces) {
      const client = new Client({ connection, namespace: namespaceInfo?.name ?? '' })
      for await (const { scheduleId } of client.schedule.list()) {
        const name = `${client.options.namespace}/${scheduleId}`
        if (seen.has(name)) continue
        seen.add(name)
        setTimeout(() => void fireSlot(client, scheduleId), Math.random() * 2000)
      }
    }
  }
  return startPeriodicWork(fireNew, {
    everyMs: LOOK_EVERY_MS,
    logger: createLogger(),
    whenItFails: 'The Schedules of the test run cannot be listed',
  })
}

async function fireSlot(client: Client, scheduleId: string): Promise<void> {
  const slot = Math.floor(Date.now() / SLOT_MS) * SLOT_MS
  const range = { start: new Date(slot - 1000), end: new Date(slot + 1000) }
  await client.schedule
    .getHandle(scheduleId)
    .backfill({ ...range, overlap: ScheduleOverlapPolicy.BUFFER_ONE })
    // It was deleted meanwhile.
    .catch(() => undefined)
}

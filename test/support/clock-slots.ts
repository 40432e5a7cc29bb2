/**
 * Keeps the slots of the wall clock out of a test that has to start every run itself: one that comes by in the middle
 * would do the work that the run under test is to do. All other tests have to bear it.
 */
import { type CalendarSpec, MONTHS } from '@temporalio/client'
import { expect, vi } from 'vitest'
import { syncScheduleId } from '../../src/contracts/temporal-names.ts'
import type { ServiceUnderTest } from './service-under-test.ts'

const DAY_MS = 24 * 3_600_000
const PATIENCE_MS = 60_000

/**
 * The account's Schedule goes without today and tomorrow, so the test's own slots have to be on other days. Resolves
 * when nothing is at work or in turn.
 */
export async function leaveOutClockSlots(
  { client }: Pick<ServiceUnderTest, 'client'>,
  on24ClientId: string,
): Promise<void> {
  const schedule = client.schedule.getHandle(syncScheduleId(on24ClientId))
  const skip = [0, DAY_MS].map((ms) => wholeDay(new Date(Date.now() + ms)))
  await schedule.update(({ spec, ...rest }) => ({ ...rest, spec: { ...spec, skip } }))
  await vi.waitFor(
    async () => {
      const { spec, info, raw } = await schedule.describe()
      expect(spec.skip).toHaveLength(skip.length)
      expect(info.runningActions).toEqual([])
      expect(Number(raw.info?.bufferSize ?? 0)).toBe(0)
    },
    { timeout: PATIENCE_MS, interval: 50 },
  )
}

function wholeDay(at: Date): CalendarSpec {
  return {
    year: at.getUTCFullYear(),
    month: MONTHS[at.getUTCMonth()] ?? '*',
    dayOfMonth: at.getUTCDate(),
    hour: '*',
    minute: '*',
    second: '*',
  }
}

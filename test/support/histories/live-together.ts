/** Accounts live through their histories together, because they share one clock. */
import { slotAfter } from '../temporal/slot-runs.ts'
import { type History, type Season, startOf } from './history.ts'
import type { LivedHistory } from './lived-history.ts'

/** Longer than ON24 shows anything late, and than a webinar stays open. */
const SETTLING_HOURS = 73
const RUNS_TO_RECOVER = 5

export interface Life {
  readonly history: History
  readonly lived: LivedHistory
}

export interface SharedClock {
  now(): Date
  moveTo(at: Date): Promise<void>
}

/** All histories have the same season. The clock shows its start. */
export async function liveTogether(
  lives: readonly Life[],
  season: Season,
  clock: SharedClock,
): Promise<void> {
  const all = (what: (lived: LivedHistory) => Promise<void>) =>
    Promise.all(lives.map(async ({ lived }) => what(lived)))
  const toSlotAfter = async (hours: number) => {
    const slot = slotAfter(clock.now(), hours)
    await clock.moveTo(new Date(slot.getTime() + 1000))
  }
  for (const stretch of ['spring', 'autumn'] as const) {
    if (stretch === 'autumn') await clock.moveTo(startOf(season, stretch))
    const slots = Math.max(...lives.map(({ history }) => history[stretch].length))
    for (let slot = 0; slot < slots; slot += 1) {
      const living = lives.filter(({ history }) => slot < history[stretch].length)
      for (const { history, lived } of living) lived.happen(history[stretch][slot] ?? [])
      await toSlotAfter(0)
      await Promise.all(living.map(({ lived }) => lived.run()))
    }
    if (stretch === 'autumn') continue
    const compared = lives.filter(({ history }) => history.comparesInSpring)
    await Promise.all(compared.map(({ lived }) => lived.compareWeekly()))
  }
  for (const { lived } of lives) lived.endFaults()
  await toSlotAfter(0)
  await all((lived) => lived.recover())
  await toSlotAfter(SETTLING_HOURS)
  await all((lived) => lived.run())
  for (let runs = 0; runs < RUNS_TO_RECOVER; runs += 1) {
    if (lives.every(({ lived }) => lived.isWell)) break
    await toSlotAfter(0)
    await all((lived) => lived.recover())
  }
  await all((lived) => lived.end())
}

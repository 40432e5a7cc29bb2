/**
 * Accounts live through random histories: what happens in ON24, what users do in Act-On, and what both vendors refuse,
 * with a run every six hours and a weekly comparison. HISTORIES is the number of histories of both seasons together
 * (300; `npm run test:histories` makes 5,000), HISTORIES_SEED repeats those of an earlier test run, which printed it,
 * and HISTORIES_FROM begins with a later one.
 */
import fc from 'fast-check'
import { expect } from 'vitest'
import { type History, histories, type Season } from './history.ts'
import { liveSideBySide } from './live-side-by-side.ts'
import { historyText, shrinkHistory } from './shrink-history.ts'

const HISTORIES = Number(process.env['HISTORIES'] ?? 300)
const SEED = Number(process.env['HISTORIES_SEED'] ?? Date.now() % 1_000_000)
const FROM = Number(process.env['HISTORIES_FROM'] ?? 0)
const SIDE_BY_SIDE = 30
/** What fails in further batches is neither lived through nor shrunk. */
const MOST_FAILED_BATCHES = 5
const SHRINK_FOR_MS = 90_000

export const HISTORIES_TIMEOUT_MS = 60_000 + MOST_FAILED_BATCHES * SHRINK_FOR_MS + HISTORIES * 3000

interface Numbered {
  readonly history: History
  readonly index: number
}

/** The other season has a test file of its own, so that two processes share the work. */
export async function liveThroughHistories(season: Season): Promise<void> {
  const batches = batchesOf(season)
  const all = batches.flat().length
  process.stdout.write(`${season}: ${String(all)} histories, HISTORIES_SEED=${String(SEED)}\n`)
  let done = 0
  const reports: string[] = []
  for (const batch of batches) {
    const report = await liveThrough(batch)
    if (report !== null) {
      process.stdout.write(`${report}\n`)
      if (reports.push(report) === MOST_FAILED_BATCHES) break
    }
    done += batch.length
    process.stdout.write(`${season}: ${String(done)} of ${String(all)} histories done\n`)
  }
  if (reports.length > 0) expect.fail(reports.join('\n\n'))
}

/** Histories of one batch have the same season and vendors. */
function batchesOf(season: Season): Numbered[][] {
  const all = fc
    .sample(histories, { seed: SEED, numRuns: FROM + HISTORIES })
    .map((history, index) => ({ history, index }))
    .slice(FROM)
    .filter(({ history }) => history.place.season === season)
  return [...Map.groupBy(all, ({ history }) => history.vendors).values()].flatMap((alike) =>
    Array.from({ length: Math.ceil(alike.length / SIDE_BY_SIDE) }, (_, n) =>
      alike.slice(n * SIDE_BY_SIDE, (n + 1) * SIDE_BY_SIDE),
    ),
  )
}

/** Returns which histories fail, how the first one fails, and the shortest that fails, too; null: none fails. */
async function liveThrough(batch: readonly Numbered[]): Promise<string | null> {
  const wrongs = await liveSideBySide(batch.map(({ history }) => history))
  const failed = batch.flatMap(({ history, index }, n) => {
    const wrong = wrongs[n] ?? null
    return wrong === null ? [] : [{ history, index, wrong }]
  })
  const [first] = failed
  if (first === undefined) return null
  const { history, wrong } = await shrinkHistory(first, liveSideBySide, { forMs: SHRINK_FOR_MS })
  return [
    `Histories ${failed.map(({ index }) => String(index)).join(', ')} fail. To repeat the first one:`,
    `HISTORIES_SEED=${String(SEED)} HISTORIES_FROM=${String(first.index)} HISTORIES=1`,
    'Its shortest form that fails, too:',
    historyText(history),
    wrong,
  ].join('\n')
}

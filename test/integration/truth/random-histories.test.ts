/**
 * Random histories of an account: what happens in ON24, what users do in Act-On, and what both vendors refuse, with a
 * run every six hours and a weekly comparison. HISTORIES is their number (300; `npm run test:histories` makes 5,000),
 * HISTORIES_SEED repeats those of an earlier test run, which printed it, and HISTORIES_FROM begins with a later one.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histories } from '../../support/histories/history.ts'
import { type Failed, historyText, shrinkHistory } from '../../support/histories/shrink-history.ts'
import { liveSideBySide } from '../../support/histories/live-side-by-side.ts'

const HISTORIES = Number(process.env['HISTORIES'] ?? 300)
const SEED = Number(process.env['HISTORIES_SEED'] ?? Date.now() % 1_000_000)
const FROM = Number(process.env['HISTORIES_FROM'] ?? 0)
const SIDE_BY_SIDE = 30
const SHRINK_FOR_MS = 90_000

const all = fc
  .sample(histories, { seed: SEED, numRuns: FROM + HISTORIES })
  .map((history, index) => ({ history, index }))
  .slice(FROM)
const kindOf = ({ history: { place, vendors } }: (typeof all)[number]) =>
  `${place.season}, ${vendors}`
const batches = [...Map.groupBy(all, kindOf).values()].flatMap((alike) =>
  Array.from({ length: Math.ceil(alike.length / SIDE_BY_SIDE) }, (_, n) =>
    alike.slice(n * SIDE_BY_SIDE, (n + 1) * SIDE_BY_SIDE),
  ),
)

test(
  'after any history Act-On equals ON24, but for what users changed, which a comparison reports and a repair mends',
  { timeout: 60_000 + SHRINK_FOR_MS + HISTORIES * 3000 },
  async () => {
    process.stdout.write(`HISTORIES_SEED=${String(SEED)}\n`)
    let done = 0
    for (const batch of batches) {
      const wrongs = await liveSideBySide(batch.map(({ history }) => history))
      const failed = batch.flatMap((one, n) => {
        const wrong = wrongs[n] ?? null
        return wrong === null ? [] : [{ ...one, wrong }]
      })
      if (failed.length > 0) expect.fail(await reportOf(failed))
      done += batch.length
      process.stdout.write(`${String(done)} histories done\n`)
    }
  },
)

interface FailedHistory extends Failed {
  readonly index: number
}

/** How the first one fails, and the shortest history that fails, too. */
async function reportOf(failed: readonly FailedHistory[]): Promise<string> {
  const [first = expect.fail('None has failed.')] = failed
  const { history, wrong } = await shrinkHistory(first, liveSideBySide, { forMs: SHRINK_FOR_MS })
  const indexes = failed.map(({ index }) => String(index)).join(', ')
  return [
    `Histories ${indexes} fail. To repeat the first one:`,
    `HISTORIES_SEED=${String(SEED)} HISTORIES_FROM=${String(first.index)} HISTORIES=1`,
    'Its shortest form that fails, too:',
    historyText(history),
    wrong,
  ].join('\n')
}

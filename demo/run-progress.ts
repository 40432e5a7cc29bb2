/** The progress of a run, from the store, as a text that fits a column. */
import { computeLedger } from '../src/store/runs/ledger.ts'
import type { Store } from '../src/store/database.ts'
import { countWork } from '../src/store/runs/run-progress.ts'
import type { Run } from '../src/store/runs/runs.ts'

export async function runProgress(store: Store, run: Run): Promise<string> {
  const { read, of } = await countWork(store, run.runKey)
  if (of === 0 && run.outcome === null) return 'discovering'
  const { created, updated } = await computeLedger(store, run.runKey)
  const written = `${String(created + updated)} written`
  return run.outcome === null
    ? `${String(read)}/${String(of)} webinars, ${written}`
    : `${run.outcome}, ${written}`
}

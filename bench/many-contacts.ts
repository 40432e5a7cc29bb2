/**
 * The benchmark of a very large account: its first sync on PostgreSQL, as fast as the service can. Prints what it took
 * and how the memory went; exits with 1 when that is too much or grows. `npm run bench:contacts`; WEBINARS (1000) and
 * PEOPLE (1000 a webinar, 40,000 at most) make it smaller.
 */
import { Client } from '@temporalio/client'
import { connectClient } from '../src/temporal/connection.ts'
import { PAYLOAD_CONVERTER } from '../src/temporal/workflow-bundle.ts'
import { NAMESPACE } from './bench-servers.ts'
import { countHistoryEvents } from './history-events.ts'
import { rssBytes } from './minimal/child.ts'
import { CASES } from './minimal/cases.ts'
import { LIFTED_PER_SECOND } from './minimal/contestants.ts'
import { RunSpent } from './minimal/orders.ts'
import { figuresOf, startLinkedService, startSandbox, startStores } from './minimal/parts.ts'

const WEBINARS = Number(process.env['WEBINARS'] ?? 1000)
const PEOPLE = Number(process.env['PEOPLE'] ?? 1000)

const SAMPLE_EVERY_MS = 500
const MOST_MB = 700
const MOST_EVENTS = 2_000
/** The last quarter of the run may hold that much more than the quarter with the most before it. */
const MOST_GROWTH = 1.1
const MEGABYTE = 1024 * 1024

async function main(parts: AsyncDisposableStack): Promise<void> {
  const settings = CASES.find(({ name }) => name === 'lifted')?.settings ?? {}
  const vendors = { callMs: 0, jobMs: 50, actOnCallsPerSecond: LIFTED_PER_SECOND }
  const size = { webinars: WEBINARS, people: PEOPLE }
  const { started, ask } = await startSandbox({ ...size, ...vendors }, new Date(), parts)
  const stores = await startStores('postgresql', parts)
  const { pid, tell } = await startLinkedService(started, { ...stores, ...settings }, parts)

  const samples: number[] = []
  const sampler = setInterval(() => samples.push(rssBytes(pid) / MEGABYTE), SAMPLE_EVERY_MS)
  const run = RunSpent.parse(await tell({ order: 'run' }))
  clearInterval(sampler)
  samples.push(rssBytes(pid) / MEGABYTE)
  const { contacts, lists, on24Events, on24People, actOn } = await figuresOf(ask)
  const events = await countEvents(stores['TEMPORAL_ADDRESS'] ?? '', run)
  const quarters = [0, 1, 2, 3].map((quarter) => peakOfQuarter(samples, quarter))
  const peak = Math.max(...quarters)
  console.log(
    [
      `${format(contacts)} contacts in ${format(lists)} lists, outcome ${String(run.outcome)}`,
      `  wall     ${run.seconds.toFixed(1)} s (${format(contacts / run.seconds)} contacts/s)`,
      `  CPU      ${run.cpuSeconds.toFixed(1)} s (${((run.cpuSeconds * 1000) / contacts).toFixed(2)} ms a contact)`,
      `  calls    ON24 ${format(on24Events + on24People)}, Act-On ${format(actOn)}`,
      `  history  ${format(events)} events`,
      `  memory   ${quarters.map(format).join(', ')} MB at most in each quarter of the run`,
    ].join('\n'),
  )
  const isComplete = run.outcome === 'complete' && run.addsUp
  if (!isComplete) tooMuch('the run did not end as complete')
  if (events >= MOST_EVENTS) tooMuch(`${format(events)} history events`)
  if (peak >= MOST_MB) tooMuch(`${format(peak)} MB of memory`)
  const last = quarters.at(-1) ?? 0
  if (last > MOST_GROWTH * Math.max(...quarters.slice(0, -1))) tooMuch('the memory grows')
}

async function countEvents(
  address: string,
  { workflowId, runId }: { readonly workflowId: string; readonly runId: string },
): Promise<number> {
  const connection = await connectClient({ connection: { address }, namespace: NAMESPACE })
  const client = new Client({
    connection,
    namespace: NAMESPACE,
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
  })
  try {
    return await countHistoryEvents(client, workflowId, runId)
  } finally {
    await connection.close()
  }
}

function peakOfQuarter(samples: readonly number[], quarter: number): number {
  const from = Math.floor((samples.length * quarter) / 4)
  const to = Math.max(from + 1, Math.floor((samples.length * (quarter + 1)) / 4))
  return Math.max(...samples.slice(from, to))
}

function tooMuch(words: string): void {
  process.exitCode = 1
  console.error(`TOO MUCH  ${words}`)
}

function format(count: number): string {
  return Math.round(count).toLocaleString('en-US')
}

await using parts = new AsyncDisposableStack()
await main(parts)

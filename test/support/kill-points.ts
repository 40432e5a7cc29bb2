/** Where a service is killed: at a call to a vendor, so that every stage of a run is met. Seeded. */
import type { Vendor } from '../../src/sandbox/faults.ts'
import { createRandom } from '../../src/sandbox/random.ts'

/** The stages that every round of eventful-rounds.ts has, and how many of their calls are there at least. */
const STAGES = [
  { stage: 'discovering', vendor: 'on24', endpoint: /^(events|client.*)$/, calls: 4 },
  { stage: 'reading', vendor: 'on24', endpoint: /^event(Registrants|Attendees)$/, calls: 6 },
  { stage: 'renewing the token', vendor: 'actOn', endpoint: /^token$/, calls: 1 },
  { stage: 'making the list', vendor: 'actOn', endpoint: /^createList$/, calls: 1 },
  { stage: 'uploading', vendor: 'actOn', endpoint: /^merge$/, calls: 2 },
  { stage: 'polling', vendor: 'actOn', endpoint: /^jobStatus$/, calls: 4 },
  { stage: 'writing singly', vendor: 'actOn', endpoint: /^upsertContact$/, calls: 2 },
  { stage: 'moving', vendor: 'actOn', endpoint: /^updateRecord$/, calls: 2 },
  { stage: 'removing', vendor: 'actOn', endpoint: /^(download|deleteRecords)$/, calls: 4 },
] as const

/** The first round only writes. */
const NOT_AT_FIRST: readonly string[] = ['moving', 'removing']

const MOMENTS = ['before', 'after', 'answered'] as const

export interface KillPoint {
  readonly stage: string
  readonly vendor: Vendor
  readonly endpoint: RegExp
  /** Matching calls that pass first. */
  readonly skip: number
  /** Before the call takes effect, after it but before its answer, or so long after the answer. */
  readonly moment: (typeof MOMENTS)[number]
  readonly delayMs: number
}

/** As many points as asked for. Every stage has its turn before one has its second, in an order of its own. */
export function killPoints(seed: string, count: number): KillPoint[] {
  const random = createRandom(`kills:${seed}`)
  const points: KillPoint[] = []
  while (points.length < count) {
    const shuffled = STAGES.map((stage) => ({ stage, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ stage: { calls, ...stage } }) => ({
        ...stage,
        skip: random.int(0, calls - 1),
        moment: random.pick(MOMENTS),
        delayMs: random.int(0, 60),
      }))
    points.push(...shuffled)
  }
  return points.slice(0, count)
}

/** The points with one that the first round has in front. */
export function startingWithWrites(points: readonly KillPoint[]): KillPoint[] {
  const first = points.findIndex(({ stage }) => !NOT_AT_FIRST.includes(stage))
  return [...points.slice(first), ...points.slice(0, first)]
}

export function describePoint({ stage, skip, moment, delayMs }: KillPoint): string {
  const when =
    moment === 'answered' ? `${String(delayMs)} ms after the answer` : `${moment} its effect`
  return `${stage}, call ${String(skip + 1)}, ${when}`
}

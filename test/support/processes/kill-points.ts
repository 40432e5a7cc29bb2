/** Points at which a service is killed: at calls to vendors, so that every stage of a run is covered. Seeded. */
import type { Vendor } from '../../../sandbox/faults.ts'
import { createRandom, type Random } from '../../../sandbox/random.ts'

export interface KillPoint {
  readonly stage: string
  readonly vendor: Vendor
  readonly endpoint: RegExp
  /** Matching calls that pass first. */
  readonly skip: number
  /** Before the call takes effect, after its effect but before its answer, or `delayMs` after the answer. */
  readonly moment: (typeof MOMENTS)[number]
  readonly delayMs: number
  /** False when earlier events decide whether there is such a call. */
  readonly isSure: boolean
}

const MOMENTS = ['before', 'after', 'answered'] as const

/** The stages in every round of eventful-rounds.ts, with the least number of their calls. */
const STAGES = [
  { stage: 'discovering', vendor: 'on24', endpoint: /^(events|client.*)$/, calls: 4 },
  { stage: 'reading', vendor: 'on24', endpoint: /^event(Registrants|Attendees)$/, calls: 6 },
  { stage: 'renewing the token', vendor: 'actOn', endpoint: /^token$/, calls: 1 },
  { stage: 'making the list', vendor: 'actOn', endpoint: /^createList$/, calls: 1 },
  { stage: 'uploading', vendor: 'actOn', endpoint: /^merge$/, calls: 2 },
  { stage: 'polling', vendor: 'actOn', endpoint: /^jobStatus$/, calls: 4 },
  { stage: 'writing singly', vendor: 'actOn', endpoint: /^upsertContact$/, calls: 2 },
  { stage: 'moving', vendor: 'actOn', endpoint: /^updateRecord$/, calls: 2 },
  { stage: 'looking for rows', vendor: 'actOn', endpoint: /^download$/, calls: 4 },
  { stage: 'removing', vendor: 'actOn', endpoint: /^deleteRecords$/, calls: 2 },
] as const

/** Any call to Act-On. */
const RECOVERY = { stage: 'recovering', vendor: 'actOn', endpoint: /./, calls: 4 } as const

/** The first round only writes. */
const NOT_AT_FIRST: readonly string[] = ['moving', 'looking for rows', 'removing']

/** In every n-th round the service is killed once more, during its recovery. */
const KILLED_TWICE_EVERY = 5

/**
 * For each service the points of each of its rounds; the first point is always reached. Every stage is used once, by
 * any of the services, before one is used again.
 */
export function killPlans(seed: string, lives: number, rounds: number): KillPoint[][][] {
  const random = createRandom(`kills:${seed}`)
  const points: KillPoint[] = []
  while (points.length < lives * rounds) {
    const shuffled = STAGES.map((stage) => ({ stage, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ stage }) => ({ ...pointIn(random, stage), isSure: true }))
    points.push(...shuffled)
  }
  return Array.from({ length: lives }, (_, life) =>
    startingWithWrites(points.slice(life * rounds, (life + 1) * rounds)).map((point, round) =>
      (round + 1) % KILLED_TWICE_EVERY === 0
        ? [point, { ...pointIn(random, RECOVERY), isSure: false }]
        : [point],
    ),
  )
}

function startingWithWrites(points: readonly KillPoint[]): KillPoint[] {
  const first = points.findIndex(({ stage }) => !NOT_AT_FIRST.includes(stage))
  return [...points.slice(first), ...points.slice(0, first)]
}

function pointIn(
  random: Random,
  {
    calls,
    ...stage
  }: Pick<KillPoint, 'stage' | 'vendor' | 'endpoint'> & { readonly calls: number },
) {
  return {
    ...stage,
    skip: random.int(0, calls - 1),
    moment: random.pick(MOMENTS),
    delayMs: random.int(0, 200),
  }
}

export function describePoint({ stage, skip, moment, delayMs }: KillPoint): string {
  const when =
    moment === 'answered' ? `${String(delayMs)} ms after the answer` : `${moment} its effect`
  return `${stage}, call ${String(skip + 1)}, ${when}`
}

/** Points at which a service is killed: vendor calls in every stage of a run, chosen at random from a seed. */
import type { Vendor } from '../../../sandbox/faults.ts'
import { createRandom, type Random } from '../../../sandbox/random.ts'

export interface KillPoint {
  readonly stage: string
  readonly vendor: Vendor
  readonly endpoint: RegExp
  /** The number of matching calls before the one with the kill. */
  readonly skip: number
  /** Kills before the call takes effect, between its effect and its answer, or `delayMs` after the answer. */
  readonly moment: (typeof MOMENTS)[number]
  readonly delayMs: number
  /** False when the service may never make this call, depending on earlier events. */
  readonly isSure: boolean
}

const MOMENTS = ['before', 'after', 'answered'] as const

/** The stages in every round of eventful-rounds.ts, with the minimum number of their calls. */
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

/** Stages that do not occur in the first round, which only writes. */
const NOT_AT_FIRST: readonly string[] = ['moving', 'looking for rows', 'removing']

/** In every n-th round, the service is killed a second time, during its recovery. */
const KILLED_TWICE_EVERY = 5

/**
 * Returns the points of each service by round. The first point of a round is always reached. No stage is used again
 * before all stages have been used, across all services.
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
    startingWithWrites(random, points.slice(life * rounds, (life + 1) * rounds)).map(
      (point, round) =>
        (round + 1) % KILLED_TWICE_EVERY === 0
          ? [point, { ...pointIn(random, RECOVERY), isSure: false }]
          : [point],
    ),
  )
}

/** If none of the points occurs in the first round, its first is replaced by one that does. */
function startingWithWrites(random: Random, points: readonly KillPoint[]): KillPoint[] {
  const first = points.findIndex(({ stage }) => !NOT_AT_FIRST.includes(stage))
  if (first === -1) return [{ ...pointIn(random, STAGES[0]), isSure: true }, ...points.slice(1)]
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

/** What the vendors' limits allow, and whether a service keeps within its share of that. */
import type { Case, Database } from './cases.ts'
import type { SandboxFigures, Spent } from './orders.ts'

const MOST_TIMES_BOUND = 1.25
const MOST_TIMES_SCRIPT: Readonly<Record<Database, number>> = { postgresql: 2, embedded: 2.5 }
const MOST_TIMES_SCRIPT_CPU = 4
/** In the median, once the account's usual job time is known. */
const MOST_POLLS = 1.5
/** The network may bunch evenly spaced calls a little. */
const MOST_TIMES_QUOTA = 1.01

/** Discovery, people, create, upload, and one look at the job. */
const CALLS_IN_A_ROW = 5

type Calls = Pick<SandboxFigures, 'on24Events' | 'on24People' | 'actOn' | 'polls'>

export interface Measured extends Spent {
  readonly figures: SandboxFigures
}

/** The seconds that a first sync with these calls needs at least: more than one look at a job counts as one. */
export function boundSeconds({ spacing, callMs, jobMs }: Case, calls: Calls): number {
  const { on24Events, on24People, actOn, polls } = calls
  const actOnCalls = actOn - sum(polls) + polls.length
  const paceMs = Math.max(
    // Counted on their own, and too few for the first to count.
    (on24Events - 1) * spacing.on24EventsMs,
    on24People * spacing.on24PeopleMs,
    actOnCalls * spacing.actOnMs,
  )
  return (paceMs + CALLS_IN_A_ROW * callMs + jobMs) / 1000
}

/** What a first sync exceeds, in sentences. */
export function exceeded(
  chosen: Case,
  database: Database,
  script: Measured,
  service: Measured,
): string[] {
  const bound = boundSeconds(chosen, service.figures)
  const walls = chosen.isLimited
    ? [atMost('wall', service.seconds / bound, MOST_TIMES_BOUND, 'what the limits allow')]
    : [
        atMost(
          'wall',
          service.seconds / script.seconds,
          MOST_TIMES_SCRIPT[database],
          "the script's",
        ),
        atMost(
          'CPU',
          service.cpuSeconds / script.cpuSeconds,
          MOST_TIMES_SCRIPT_CPU,
          "the script's",
        ),
      ]
  return [...walls.flat(), ...exceededAlways(chosen, script, service)]
}

function exceededAlways({ limits }: Case, script: Measured, service: Measured): string[] {
  const { refused, mostOn24InMinute } = service.figures
  const wrote = (figures: SandboxFigures) =>
    `${String(figures.contacts)} contacts in ${String(figures.lists)} lists`
  return [
    ...atMost(
      'calls to ON24 in a minute',
      mostOn24InMinute / limits.on24PerMinute,
      MOST_TIMES_QUOTA,
      'the quota',
    ),
    ...(refused === 0 ? [] : [`${String(refused)} calls were refused by a limit`]),
    ...(wrote(service.figures) === wrote(script.figures)
      ? []
      : [`the service wrote ${wrote(service.figures)}, the script ${wrote(script.figures)}`]),
  ]
}

/** What a later run exceeds, whose account knows how long its jobs take. */
export function exceededLater({ polls }: Pick<SandboxFigures, 'polls'>): string[] {
  const looks = median(polls)
  if (looks <= MOST_POLLS) return []
  return [`${String(looks)} looks at a job in the median, more than ${String(MOST_POLLS)}`]
}

/** NaN without values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN
  return (upper + lower) / 2
}

/** Also for NaN: then nothing was measured. */
function atMost(what: string, times: number, most: number, ofWhat: string): string[] {
  if (times <= most) return []
  return [`${what}: ${times.toFixed(2)} times ${ofWhat}, more than ${String(most)}`]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

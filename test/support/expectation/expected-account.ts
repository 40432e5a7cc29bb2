/** What one account's folder in Act-On is to hold, and what each run's ledger is to say. */
import type { WebinarTruth } from '../../../src/sandbox/world/truth.ts'
import { type ExpectedCounts, ExpectedList } from './expected-list.ts'

/** What ON24 serves: nothing of a removed or inactive webinar, and only webinars proper. */
export function isServed({ event, isRemoved }: WebinarTruth): boolean {
  return isWebinar(event) && event.isactive && !isRemoved
}

function isWebinar(event: WebinarTruth['event']): boolean {
  return event.contenttype === 'webcast' && !event.istestevent
}

/**
 * A read as event-level calls answer it: everything as it is, but for the engagement score, which comes
 * from a cache.
 */
export function asServed(now: WebinarTruth, cached: WebinarTruth | undefined): WebinarTruth {
  const scores = new Map(
    cached?.attendees.map((row) => [row.eventuserid, row.engagementscore] as const),
  )
  return {
    ...now,
    attendees: now.attendees.map(({ engagementscore, ...row }) => {
      // Nobody's cached score is older than the score.
      const score = engagementscore === undefined ? undefined : scores.get(row.eventuserid)
      return score === undefined ? row : { ...row, engagementscore: score }
    }),
  }
}

export class ExpectedAccount {
  /** IANA. A change holds for lists that are made afterwards. */
  timeZone: string
  readonly #lists = new Map<number, ExpectedList>()

  constructor(timeZone: string) {
    this.timeZone = timeZone
  }

  /** One run's reads, each webinar as it was served. Returns what its ledger is to say. */
  observe(served: readonly WebinarTruth[]): ExpectedCounts {
    const sum: ExpectedCounts = {
      read: 0,
      created: 0,
      updated: 0,
      unchanged: 0,
      removed: 0,
      filtered: {},
    }
    for (const truth of served) {
      const list = this.#lists.get(truth.eventId) ?? new ExpectedList()
      this.#lists.set(truth.eventId, list)
      add(sum, list.observe(truth, this.timeZone))
    }
    return sum
  }

  /** Lists that are to be there, by name. */
  lists(): ReadonlyMap<string, ExpectedList> {
    return new Map(
      [...this.#lists.values()].flatMap((list) => (list.name === null ? [] : [[list.name, list]])),
    )
  }
}

function add(sum: ExpectedCounts, counts: ExpectedCounts): void {
  for (const bucket of ['read', 'created', 'updated', 'unchanged', 'removed'] as const) {
    sum[bucket] += counts[bucket]
  }
  for (const [reason, count] of Object.entries(counts.filtered)) {
    sum.filtered[reason] = (sum.filtered[reason] ?? 0) + count
  }
}

/** The expected content of one account's folder in Act-On, and the expected ledger of each run. */
import type { WebinarTruth } from '../../../sandbox/world/truth.ts'
import { type ExpectedCounts, ExpectedList } from './expected-list.ts'

export class ExpectedAccount {
  /** An IANA name. A change applies to lists that are created afterwards. */
  timeZone: string
  readonly #lists = new Map<number, ExpectedList>()

  constructor(timeZone: string) {
    this.timeZone = timeZone
  }

  /** Applies the reads of one run, with each webinar as ON24 served it. Returns the expected ledger. */
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

  /** Expected lists, by name. */
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

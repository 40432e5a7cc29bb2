/**
 * Counts the activities of runs, backfills and comparisons that this process works on. One that reads or delivers a large
 * account lasts for minutes: when all slots are taken, it gives its slot up after a turn, and the workflow asks Temporal
 * for the next one, behind the accounts that wait. Otherwise a few large accounts could take all slots from the rest.
 */

export interface ActivitySlots {
  /** Returns the function that gives the slot back. */
  take(): () => void
  /** Returns whether the turn that begins now is over: then end as soon as what is under way is stored. */
  beginTurn(): () => boolean
}

/**
 * @param most activities that this process works on at a time (WORKER_ACTIVITIES)
 * @param turnMs for how long a slot may be kept while all are taken
 */
export function createActivitySlots(most: number, turnMs: number): ActivitySlots {
  let taken = 0
  return {
    take() {
      taken += 1
      return () => {
        taken -= 1
      }
    },
    beginTurn() {
      const endsAt = performance.now() + turnMs
      return () => taken >= most && performance.now() >= endsAt
    },
  }
}

/**
 * How long things take and how often they are tried again: of deliveries, of runs that wait, and of the controller's
 * probes. Operators set one of them (ACTON_CREATE_LOOKUP_MINUTES); tests shorten the others.
 */
export interface Timing {
  /** How long a list whose creation was not answered is looked for before it is created again. */
  readonly createLookupMinutes: number
  /** How soon a list that is not to be seen yet is looked for again; each look pages through all lists. */
  readonly lookAgainMs: number
  /** Waits between two looks at a merge job, in seconds; the last one repeats. */
  readonly jobPollSeconds: readonly number[]
  /** A job that is not done after this long is taken for stuck, and its rows are judged by the list. */
  readonly jobStuckMinutes: number
  /** Attempts of a run on one list without a usable answer, until it is asked whether Act-On itself is there. */
  readonly attemptsOnSilentList: number
  /** How long a job whose number was lost may still be at work. */
  readonly lostJobMinutes: number
  /** Shortest wait after a 429 of Act-On, for everybody. */
  readonly rateLimitWaitMs: number
  /** The same after a 429 to a token call: there are only five of those an hour. */
  readonly signInWaitMs: number
  /** When nothing went through for this long, the day's calls are taken to be used up. */
  readonly rateLimitPatienceMs: number
  /** How often the account's controller asks whether Act-On takes calls again. */
  readonly quotaProbeSeconds: number
  /**
   * How long a six-hourly run with nothing else to do waits for webinars that a backfill works on. Longer than a
   * lease outlives its owner: what a backfill held that is gone, the run reads itself.
   */
  readonly backfillPatienceMs: number
  /** How long an activity that reads or delivers keeps its slot while all slots of its process are taken. */
  readonly turnMs: number
}

export const TIMING: Omit<Timing, 'createLookupMinutes'> = {
  lookAgainMs: 10_000,
  jobPollSeconds: [2, 5, 15, 30, 60],
  jobStuckMinutes: 30,
  attemptsOnSilentList: 3,
  lostJobMinutes: 10,
  rateLimitWaitMs: 1000,
  signInWaitMs: 30_000,
  rateLimitPatienceMs: 60_000,
  quotaProbeSeconds: 60 * 60,
  backfillPatienceMs: 20_000,
  turnMs: 15_000,
}

/**
 * When a merge job is looked at first, which costs a call. The account's usual job time decides, and is learned: a first
 * look that finds the job unfinished raises it, one that finds it finished lowers it a little. All jobs of an account
 * share what each of them shows.
 */
import type { Timing } from '../../config/polling-and-waits.ts'
import { unlessAborted } from '../../http/unless-aborted.ts'

/** After a first look that was late enough: so slowly that few first looks are too early. */
const LOWERED_TO = 0.98
/** Two ages are close if the later one is longer by less than this part: a further look would cost more. */
const CLOSE = 0.15
/** A change by a smaller part is not stored: almost each job would change it a little. */
const WORTH_KEEPING = 0.05
/** An unusually long job raises the usual time to this many times at most. */
const MOST_RAISED = 2
/** While the usual time is unknown, one job shows it to all others; after this time they are looked at themselves. */
const LONGEST_UNKNOWN_MS = 3 * 60_000

export interface JobLooksOptions {
  /** Milliseconds; null: unknown. */
  readonly usualMs: number | null
  readonly jobPollSeconds: Timing['jobPollSeconds']
  /** Keeps the usual time for later runs. */
  readonly save: (usualMs: number) => Promise<void>
}

export interface JobToFollow {
  /** By `performance.now()`: when Act-On accepted the upload. */
  readonly acceptedAt: number
  /** How often an earlier, stopped delivery has looked at it: then the first look is due at once, and nothing is learned. */
  readonly polls: number
}

export class JobLooks {
  readonly #options: JobLooksOptions
  #usualMs: number | null
  /** What later runs know. */
  #keptMs: number | null
  /** The ages between which the jobs of this call end, as far as their looks have shown. */
  #unfinishedMs = 0
  #finishedMs = Number.POSITIVE_INFINITY
  /** The job that shows the usual time, while it is unknown. */
  #scout: JobToFollow | null = null
  /** Resolved when the usual time changes, or the scout has ended. */
  #change = Promise.withResolvers<undefined>()

  constructor(options: JobLooksOptions) {
    this.#options = options
    this.#usualMs = options.usualMs
    this.#keptMs = options.usualMs
  }

  /**
   * Follows one job: `look` is called when a look is due, until it returns how the job has ended.
   * @param aside called with each wait.
   */
  async follow<End extends { readonly state: string }>(
    job: JobToFollow,
    aside: (wait: () => Promise<void>) => Promise<void>,
    look: () => Promise<End | null>,
    signal: AbortSignal,
  ): Promise<End> {
    const { polls } = job
    let unfinishedMs = 0
    try {
      if (polls === 0) await aside(() => this.#untilFirstLook(job, signal))
      const usualMs = this.#usualMs
      for (let looks = polls + 1; ; looks += 1) {
        const lookedMs = ageMs(job)
        const end = await look()
        if (end?.state === 'done' && polls === 0) {
          if (this.#usualMs === null) await this.#learnFromScout(unfinishedMs, lookedMs)
          else if (looks === 1) await this.#noteFinishedAtFirstLook(lookedMs)
        }
        if (end !== null) return end
        unfinishedMs = lookedMs
        const waitMs = this.#waitMs(looks)
        if (polls === 0 && usualMs !== null)
          await this.#noteUnfinished(lookedMs, lookedMs + waitMs, usualMs)
        await aside(() => sleep(waitMs, signal))
      }
    } finally {
      if (this.#scout === job) this.#endScout()
    }
  }

  async #untilFirstLook(job: JobToFollow, signal: AbortSignal): Promise<void> {
    for (;;) {
      const leftMs = this.#firstLookMs(job) - ageMs(job)
      if (leftMs <= 0) return
      await sleep(leftMs, signal, this.#change.promise)
    }
  }

  /** The job's age at its first look, as far as is known now. */
  #firstLookMs(job: JobToFollow): number {
    if (this.#usualMs !== null) return this.#usualMs
    this.#scout ??= job
    return this.#scout === job ? this.#waitMs(0) : LONGEST_UNKNOWN_MS
  }

  #announceChange(): void {
    this.#change.resolve(undefined)
    this.#change = Promise.withResolvers<undefined>()
  }

  #endScout(): void {
    this.#scout = null
    this.#announceChange()
  }

  #waitMs(looks: number): number {
    const { jobPollSeconds } = this.#options
    return (jobPollSeconds[Math.min(looks, jobPollSeconds.length - 1)] ?? 0) * 1000
  }

  /** @param nextLookMs the job's age at its next look. */
  async #noteUnfinished(ageMs: number, nextLookMs: number, usualMs: number): Promise<void> {
    this.#unfinishedMs = Math.max(this.#unfinishedMs, ageMs)
    if (this.#finishedMs <= ageMs) this.#finishedMs = Number.POSITIVE_INFINITY
    const raised = estimate(ageMs, Math.min(nextLookMs, this.#finishedMs))
    await this.#save(Math.max(this.#usualMs ?? 0, Math.min(raised, MOST_RAISED * usualMs)))
  }

  async #noteFinishedAtFirstLook(ageMs: number): Promise<void> {
    this.#finishedMs = Math.min(this.#finishedMs, ageMs)
    if (this.#unfinishedMs >= ageMs) this.#unfinishedMs = 0
    const lowered =
      this.#unfinishedMs === 0 ? ageMs * LOWERED_TO : estimate(this.#unfinishedMs, ageMs)
    await this.#save(Math.min(this.#usualMs ?? ageMs, lowered))
  }

  /** The job has ended somewhere between its last two looks. */
  async #learnFromScout(unfinishedMs: number, finishedMs: number): Promise<void> {
    this.#unfinishedMs = unfinishedMs
    this.#finishedMs = finishedMs
    await this.#save(estimate(unfinishedMs, finishedMs))
  }

  async #save(ms: number): Promise<void> {
    const rounded = Math.round(ms)
    if (rounded === this.#usualMs) return
    this.#usualMs = rounded
    this.#announceChange()
    const kept = this.#keptMs
    if (kept !== null && Math.abs(rounded - kept) < WORTH_KEEPING * kept) return
    this.#keptMs = rounded
    await this.#options.save(rounded)
  }
}

/** When a first look is best for jobs that end between these ages: halfway, or, once they are close, when all have ended. */
function estimate(unfinishedMs: number, finishedMs: number): number {
  const isClose = unfinishedMs === 0 || finishedMs - unfinishedMs <= CLOSE * finishedMs
  return isClose ? finishedMs : (unfinishedMs + finishedMs) / 2
}

function ageMs({ acceptedAt }: JobToFollow): number {
  return performance.now() - acceptedAt
}

/** At least `ms`, unless `change` resolves before. Rejects when `signal` aborts. */
async function sleep(ms: number, signal: AbortSignal, change?: Promise<unknown>): Promise<void> {
  signal.throwIfAborted()
  const over = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => {
    over.resolve(undefined)
  }, Math.ceil(ms))
  const woken = change === undefined ? over.promise : Promise.race([over.promise, change])
  await unlessAborted(woken, signal).finally(() => {
    clearTimeout(timer)
  })
}

/** The controller's state of its account. All of it is passed on when the controller continues as new. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow'
import type { AccountStanding } from '../src/contracts/account-state.ts'
import { inCode } from '../src/contracts/in-code.ts'
import type { AccountStatus, RunEnded } from '../src/contracts/operations.ts'
import { SEARCH_ATTRIBUTES } from '../src/contracts/search-attributes.ts'
import { SignalQueue, type KeptQueue } from './signal-queue.ts'
import { asItem } from './run-details.ts'

export interface KeptMemory {
  readonly status: AccountStatus
  /** When the link must be kept alive next, ISO 8601. */
  readonly keepAliveAt: string
  readonly waitsForQuota: boolean
  readonly operations: KeptQueue
  readonly called?: string
}

const ACCOUNT_STATE = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.accountState,
  SearchAttributeType.KEYWORD,
)

export class ControllerMemory {
  readonly queue: SignalQueue
  /** Milliseconds. */
  keepAliveAt: number
  /** Act-On must be probed until it accepts calls again. */
  waitsForQuota: boolean
  /** Time of the next probe in milliseconds; null until the wait of one interval begins. */
  probeAt: number | null
  /** How many runs were stopped by Act-On's quota or by the hour's sign-ins. */
  timesStopped = 0
  /** The account in words, once it is known: the workflow's summary has the name of when it was started. */
  called = ''
  #openActivities = 0
  /** The day is over: the controller is to continue as new. */
  isToRenew = false
  #problems: readonly string[]
  #standing: AccountStanding
  #lastRun: AccountStatus['lastRun']

  /** @param firstRunId of the controller's chain. */
  constructor(firstRunId: string, kept?: KeptMemory) {
    const { state = 'active', reason = null, since = null, lastRun = null } = kept?.status ?? {}
    this.#problems = kept?.status.problems ?? []
    this.probeAt = timeIn(kept?.status.nextProbeAt)
    this.queue = new SignalQueue(firstRunId, kept?.operations)
    this.keepAliveAt = kept === undefined ? Date.now() : Date.parse(kept.keepAliveAt)
    this.waitsForQuota = kept?.waitsForQuota ?? false
    this.#standing = { state, reason, since }
    this.#lastRun = lastRun
    this.called = kept?.called ?? ''
    this.#describe()
  }

  get hasOpenActivities(): boolean {
    return this.#openActivities > 0
  }

  /** Runs an activity: while one is open, the controller does not continue as new. */
  async whileOpen<T>(activity: () => Promise<T>): Promise<T> {
    this.#openActivities += 1
    try {
      return await activity()
    } finally {
      this.#openActivities -= 1
    }
  }

  updateStanding(standing: AccountStanding): void {
    const hasChanged = standing.state !== this.#standing.state
    this.#standing = standing
    if (hasChanged) upsertSearchAttributes([{ key: ACCOUNT_STATE, value: standing.state }])
    this.#describe()
  }

  /**
   * Begins to wait for Act-On if the store says so and no run has told: a backfill or a comparison was stopped, or this
   * controller replaces one that was terminated.
   */
  awaitProbe(seconds: number | null | undefined): void {
    if (seconds === null || seconds === undefined || this.waitsForQuota) return
    this.waitsForQuota = true
    this.scheduleProbe(seconds)
    this.#describe()
  }

  /** @param seconds null: one usual interval. */
  scheduleProbe(seconds: number | null): void {
    this.probeAt = seconds === null ? null : Date.now() + seconds * 1000
  }

  noteRunEnd(run: RunEnded): void {
    const { workflowId, outcome, written, pending, problems, probeInSeconds } = run
    this.#problems = problems
    if (outcome === 'waitingForQuota' || probeInSeconds !== null) {
      this.waitsForQuota = true
      this.scheduleProbe(probeInSeconds)
      this.timesStopped += 1
    }
    this.#updateFromRun(run.standing)
    this.#lastRun = { workflowId, outcome, written, pending, at: new Date().toISOString() }
    this.#describe()
  }

  get status(): AccountStatus {
    return {
      ...this.#standing,
      problems: this.#problems,
      nextProbeAt: this.#nextProbeAt,
      lastRun: this.#lastRun,
      signals: this.queue.notes,
    }
  }

  get #nextProbeAt(): string | null {
    if (!this.waitsForQuota || this.probeAt === null) return null
    return new Date(this.probeAt).toISOString()
  }

  get kept(): KeptMemory {
    return {
      status: { ...this.status, signals: [] },
      keepAliveAt: new Date(this.keepAliveAt).toISOString(),
      waitsForQuota: this.waitsForQuota,
      operations: this.queue.kept,
      called: this.called,
    }
  }

  /** A run's standing may be older than an operation's. If they differ about a pause, the Schedule decides. */
  #updateFromRun(standing: AccountStanding): void {
    const isPaused = this.#standing.state === 'paused'
    if (isPaused === (standing.state === 'paused')) this.updateStanding(standing)
    else this.queue.enqueue('followSchedule', undefined, Date.now())
  }

  /** Shown in the Temporal UI as the controller's current details. */
  #describe(): void {
    const { state, reason, since } = this.#standing
    const lines = this.called === '' ? [] : [this.called]
    lines.push(`**${state}**${since === null ? '' : ` since ${since}`}`)
    if (reason !== null) lines.push(inCode(reason))
    if (this.#lastRun !== null) {
      const { outcome, at, written, pending } = this.#lastRun
      lines.push(
        `Last run: **${outcome}** at ${at}, ${String(written)} contacts written, ${String(pending)} pending`,
      )
    }
    if (this.#nextProbeAt !== null) lines.push(`Act-On is probed again at ${this.#nextProbeAt}`)
    if (this.#problems.length > 0) lines.push(this.#problems.map(asItem).join('\n'))
    setCurrentDetails(lines.join('\n\n'))
  }
}

/** Milliseconds; null if the text is not a time. */
function timeIn(text: string | null | undefined): number | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : ms
}

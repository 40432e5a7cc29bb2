/** What a controller knows of its account. It takes all of it along when it continues as new. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow'
import type { AccountStanding } from '../src/contracts/account-state.ts'
import type { AccountStatus, RunEnded } from '../src/contracts/operations.ts'
import { SEARCH_ATTRIBUTES } from '../src/contracts/search-attributes.ts'
import { AskedOperations, type KeptOperations } from './asked-operations.ts'
import { asItem } from './run-details.ts'

export interface KeptMemory {
  readonly status: AccountStatus
  /** When the link is to be looked after again, ISO 8601. */
  readonly keepAliveAt: string
  readonly waitsForQuota: boolean
  readonly operations: KeptOperations
}

const ACCOUNT_STATE = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.accountState,
  SearchAttributeType.KEYWORD,
)

export class AccountMemory {
  readonly asked: AskedOperations
  /** Milliseconds. */
  keepAliveAt: number
  /** Act-On is to be asked whether it takes calls again. */
  waitsForQuota: boolean
  /** When, in milliseconds; null: an interval after the last time. */
  probeAt: number | null
  /** How often a run was stopped by Act-On's quota, or by the hour's sign-ins. */
  timesStopped = 0
  #problems: readonly string[]
  #standing: AccountStanding
  #lastRun: AccountStatus['lastRun']

  /** @param firstRunId of the controller's chain. */
  constructor(firstRunId: string, kept?: KeptMemory) {
    const { state = 'active', reason = null, since = null, lastRun = null } = kept?.status ?? {}
    this.#problems = kept?.status.problems ?? []
    this.probeAt = timeIn(kept?.status.nextProbeAt)
    this.asked = new AskedOperations(firstRunId, kept?.operations)
    this.keepAliveAt = kept === undefined ? Date.now() : Date.parse(kept.keepAliveAt)
    this.waitsForQuota = kept?.waitsForQuota ?? false
    this.#standing = { state, reason, since }
    this.#lastRun = lastRun
    this.#describe()
  }

  learn(standing: AccountStanding): void {
    const isOther = standing.state !== this.#standing.state
    this.#standing = standing
    if (isOther) upsertSearchAttributes([{ key: ACCOUNT_STATE, value: standing.state }])
    this.#describe()
  }

  /** @param seconds null: an interval after the last time. */
  askIn(seconds: number | null): void {
    this.probeAt = seconds === null ? null : Date.now() + seconds * 1000
  }

  runHasEnded(run: RunEnded): void {
    const { workflowId, outcome, written, pending, problems, probeInSeconds } = run
    this.#problems = problems
    if (outcome === 'waitingForQuota' || probeInSeconds !== null) {
      this.waitsForQuota = true
      this.askIn(probeInSeconds)
      this.timesStopped += 1
    }
    this.#learnFromRun(run.standing)
    this.#lastRun = { workflowId, outcome, written, pending, at: new Date().toISOString() }
    this.#describe()
  }

  get status(): AccountStatus {
    return {
      ...this.#standing,
      problems: this.#problems,
      nextProbeAt: this.#nextProbeAt,
      lastRun: this.#lastRun,
      signals: this.asked.notes,
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
      operations: this.asked.kept,
    }
  }

  /** A run's word may be older than that of an operation. About a pause, the Schedule has the last one. */
  #learnFromRun(standing: AccountStanding): void {
    const isPaused = this.#standing.state === 'paused'
    if (isPaused === (standing.state === 'paused')) this.learn(standing)
    else this.asked.ask('followSchedule', undefined, Date.now())
  }

  /** For the Temporal UI, beside the controller. */
  #describe(): void {
    const { state, reason, since } = this.#standing
    const lines = [`**${state}**${since === null ? '' : ` since ${since}`}`]
    if (reason !== null) lines.push(inCode(reason))
    if (this.#lastRun !== null) {
      const { outcome, at, written, pending } = this.#lastRun
      lines.push(
        `Last run: **${outcome}** at ${at}, ${String(written)} contacts written, ${String(pending)} pending`,
      )
    }
    if (this.#nextProbeAt !== null) lines.push(`Act-On is asked again at ${this.#nextProbeAt}`)
    if (this.#problems.length > 0) lines.push(this.#problems.map(asItem).join('\n'))
    setCurrentDetails(lines.join('\n\n'))
  }
}

/** Milliseconds; null for anything that is no time. */
function timeIn(text: string | null | undefined): number | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : ms
}

/** What an operator typed is not to be read as markdown. */
function inCode(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``
}

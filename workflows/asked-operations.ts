/**
 * What was asked of an account, in its order, and what became of it. Plain state: the controller carries it out,
 * and takes it along when it continues as new.
 */
import type { Operated, Operation, SignalNote } from '../src/contracts/operating.ts'
import { readRequest } from './read-request.ts'

export interface Asked {
  readonly operation: Operation
  readonly auditId: string | null
  /** The same was asked just before: only the audit trail is to hear of it. */
  readonly isRepeat: boolean
  /** Of its note. */
  readonly number: number
}

interface NumberedNote extends SignalNote {
  readonly number: number
}

/** Travels in the controller's input, so it only ever grows by fields that may be left out. */
export interface KeptOperations {
  readonly waiting: readonly Asked[]
  /** Newest first. */
  readonly notes: readonly NumberedNote[]
  readonly lastSyncAt: number | null
}

const NOTHING: KeptOperations = { waiting: [], notes: [], lastSyncAt: null }

const MOST_NOTES = 20
/** So that nobody fills the controller's memory: what is asked beyond is refused. */
const MOST_WAITING = 100
/** Two clicks, or a client that sends again. */
const SAME_SYNC_MS = 10_000
const LONGEST_NAME = 60

export class AskedOperations {
  #waiting: readonly Asked[]
  #notes: readonly NumberedNote[]
  #lastSyncAt: number | null

  constructor(kept: KeptOperations = NOTHING) {
    this.#waiting = kept.waiting
    this.#notes = kept.notes
    this.#lastSyncAt = kept.lastSyncAt
  }

  /** @param now milliseconds. */
  ask(signal: Operation['signal'], payload: unknown, now: number): void {
    const request = readRequest(signal, payload)
    if ('mistake' in request) return this.refuse(signal, request.mistake, now)
    if (this.#waiting.length >= MOST_WAITING) return this.refuse(signal, TOO_MANY, now)
    const isRepeat = this.#isRepeat(request.operation, now)
    if (isRepeat && request.auditId === null) return this.#note(signal, 'unchanged', REPEATED, now)
    if (signal === 'syncNow' && !isRepeat) this.#lastSyncAt = now
    if (TURNS.includes(signal)) this.#lastSyncAt = null
    this.#note(signal, 'waiting', '', now)
    const number = this.#notes[0]?.number ?? 0
    this.#waiting = [...this.#waiting, { ...request, isRepeat, number }]
  }

  refuse(signal: string, detail: string, now: number): void {
    this.#note(signal.slice(0, LONGEST_NAME), 'refused', detail, now)
  }

  /** The next to be carried out; it stays the next until it is settled. */
  get next(): Asked | undefined {
    return this.#waiting[0]
  }

  settle(asked: Asked, { result, detail }: Pick<Operated, 'result' | 'detail'>): void {
    const { number, operation } = asked
    if (operation.signal === 'syncNow' && result === 'refused') this.#lastSyncAt = null
    this.#waiting = this.#waiting.filter((waiting) => waiting.number !== number)
    this.#notes = this.#notes.map((note) =>
      note.number === number ? { ...note, result, detail } : note,
    )
  }

  /** What is asked for from now on may be new to everybody. */
  runHasEnded(): void {
    this.#lastSyncAt = null
  }

  /** Newest first. */
  get notes(): readonly SignalNote[] {
    return this.#notes.map(({ signal, at, result, detail }) => ({ signal, at, result, detail }))
  }

  get kept(): KeptOperations {
    return { waiting: this.#waiting, notes: this.#notes, lastSyncAt: this.#lastSyncAt }
  }

  /** Asked before, with no pause or resume in between that would give it another meaning. */
  #isRepeat(operation: Operation, now: number): boolean {
    if (operation.signal === 'syncNow' && this.#lastSyncAt !== null) {
      if (now - this.#lastSyncAt < SAME_SYNC_MS) return true
    }
    const turn = this.#waiting.findLastIndex(({ operation: { signal } }) => TURNS.includes(signal))
    const sinceTurn = this.#waiting.slice(Math.max(turn, 0))
    return sinceTurn.some((asked) => isSame(asked.operation, operation))
  }

  #note(signal: string, result: SignalNote['result'], detail: string, now: number): void {
    const number = (this.#notes[0]?.number ?? 0) + 1
    const at = new Date(now).toISOString()
    this.#notes = [{ number, signal, at, result, detail }, ...this.#notes].slice(0, MOST_NOTES)
  }
}

const REPEATED = 'The same was asked just before.'
const TOO_MANY = `${String(MOST_WAITING)} signals are waiting: send it again later.`
const TURNS: readonly string[] = ['pause', 'resume']

function isSame(one: Operation, other: Operation): boolean {
  if (one.signal !== other.signal) return false
  if (one.signal !== 'backfill' || other.signal !== 'backfill') return true
  return one.from === other.from && one.to === other.to && one.dryRun === other.dryRun
}

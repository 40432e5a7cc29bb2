/**
 * The requested operations of an account in order, and the results of its latest signals. Plain state: the controller's
 * loops execute the operations, and the state is passed on when the controller continues as new.
 */
import type { ControllerTask, SentAs, SignalNote } from '../src/contracts/operations.ts'
import { readRequest } from './read-request.ts'

export interface QueuedSignal {
  readonly operation: ControllerTask
  readonly auditId: string | null
  readonly sentAs: SentAs
  /** It is executed only after it is stored. */
  readonly isStored: boolean
  /** Number of its note. */
  readonly number: number
}

interface NumberedNote extends SignalNote {
  readonly number: number
}

export interface KeptQueue {
  readonly waiting: readonly QueuedSignal[]
  /** Newest first. */
  readonly notes: readonly NumberedNote[]
  /** How many signals the controller's chain has received, refused ones included. */
  readonly heard: number
}

const NOTHING: KeptQueue = { waiting: [], notes: [], heard: 0 }

const MOST_NOTES = 20
/** Further requests are refused, so that the controller's state stays small. */
const MOST_WAITING = 100
const LONGEST_NAME = 60

export class SignalQueue {
  #waiting: readonly QueuedSignal[]
  #notes: readonly NumberedNote[]
  #heard: number
  readonly #firstRunId: string

  /** @param firstRunId run id that the controller's chain was started with. */
  constructor(firstRunId: string, kept: KeptQueue = NOTHING) {
    this.#firstRunId = firstRunId
    this.#waiting = kept.waiting
    this.#notes = kept.notes
    this.#heard = kept.heard
  }

  /** Call it for every signal, unknown ones included: a replayed signal then gets the same place again. */
  countSignal(): void {
    this.#heard += 1
  }

  /** @param now milliseconds. */
  enqueue(signal: ControllerTask['signal'], payload: unknown, now: number): void {
    const request = readRequest(signal, payload)
    if ('mistake' in request) return this.refuse(signal, request.mistake, now)
    if (this.#waiting.length >= MOST_WAITING) return this.refuse(signal, TOO_MANY, now)
    this.#note(signal, 'waiting', '', now)
    const number = this.#notes[0]?.number ?? 0
    const sentAs = { firstRunId: this.#firstRunId, place: this.#heard }
    // Nobody requests followSchedule, so it needs no row in the store.
    const isStored = signal === 'followSchedule'
    this.#waiting = [...this.#waiting, { ...request, sentAs, isStored, number }]
  }

  refuse(signal: string, detail: string, now: number): void {
    this.#note(signal.slice(0, LONGEST_NAME), 'refused', detail, now)
  }

  /** The first operation that is not stored yet. */
  get nextToStore(): QueuedSignal | undefined {
    return this.#waiting.find(({ isStored }) => !isStored)
  }

  /** @param auditId null: the account is not linked. */
  markStored({ number }: QueuedSignal, auditId: string | null): void {
    this.#waiting = this.#waiting.map((waiting) =>
      waiting.number === number ? { ...waiting, auditId, isStored: true } : waiting,
    )
  }

  /** The next operation to execute; it stays the next one until it is settled. */
  get nextToExecute(): QueuedSignal | undefined {
    const [next] = this.#waiting
    return next?.isStored === true ? next : undefined
  }

  /** Removes the operation. A result of `waiting` means that it failed here, and the service executes it later. */
  settle(
    { number }: QueuedSignal,
    { result, detail }: Pick<SignalNote, 'result' | 'detail'>,
  ): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting.number !== number)
    this.#notes = this.#notes.map((note) =>
      note.number === number ? { ...note, result, detail } : note,
    )
  }

  /** Newest first. */
  get notes(): readonly SignalNote[] {
    return this.#notes.map(({ signal, at, result, detail }) => ({ signal, at, result, detail }))
  }

  get kept(): KeptQueue {
    return { waiting: this.#waiting, notes: this.#notes, heard: this.#heard }
  }

  #note(signal: string, result: SignalNote['result'], detail: string, now: number): void {
    const number = (this.#notes[0]?.number ?? 0) + 1
    const at = new Date(now).toISOString()
    this.#notes = [{ number, signal, at, result, detail }, ...this.#notes].slice(0, MOST_NOTES)
  }
}

const TOO_MANY = `${String(MOST_WAITING)} signals are waiting: send it again later.`

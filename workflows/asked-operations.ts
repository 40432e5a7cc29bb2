/**
 * What was asked of an account, in its order, and what became of it. Plain state: the controller carries it out,
 * and takes it along when it continues as new.
 */
import type { ControllerTask, SentAs, SignalNote } from '../src/contracts/operations.ts'
import { readRequest } from './read-request.ts'

export interface Asked {
  readonly operation: ControllerTask
  readonly auditId: string | null
  readonly sentAs: SentAs
  /** Only then it is carried out. */
  readonly isStored: boolean
  /** Of its note. */
  readonly number: number
}

interface NumberedNote extends SignalNote {
  readonly number: number
}

export interface KeptOperations {
  readonly waiting: readonly Asked[]
  /** Newest first. */
  readonly notes: readonly NumberedNote[]
  /** Signals that the controller's chain has had, whatever became of them. */
  readonly heard: number
}

const NOTHING: KeptOperations = { waiting: [], notes: [], heard: 0 }

const MOST_NOTES = 20
/** So that nobody fills the controller's memory: what is asked beyond is refused. */
const MOST_WAITING = 100
const LONGEST_NAME = 60

export class AskedOperations {
  #waiting: readonly Asked[]
  #notes: readonly NumberedNote[]
  #heard: number
  readonly #firstRunId: string

  /** @param firstRunId of the controller's chain. */
  constructor(firstRunId: string, kept: KeptOperations = NOTHING) {
    this.#firstRunId = firstRunId
    this.#waiting = kept.waiting
    this.#notes = kept.notes
    this.#heard = kept.heard
  }

  /** Every signal has a place, also one that nobody asked for or understands: so a replayed one has the same. */
  hear(): void {
    this.#heard += 1
  }

  /** @param now milliseconds. */
  ask(signal: ControllerTask['signal'], payload: unknown, now: number): void {
    const request = readRequest(signal, payload)
    if ('mistake' in request) return this.refuse(signal, request.mistake, now)
    if (this.#waiting.length >= MOST_WAITING) return this.refuse(signal, TOO_MANY, now)
    this.#note(signal, 'waiting', '', now)
    const number = this.#notes[0]?.number ?? 0
    const sentAs = { firstRunId: this.#firstRunId, place: this.#heard }
    // A look at the Schedule is nothing that somebody asked for.
    const isStored = signal === 'followSchedule'
    this.#waiting = [...this.#waiting, { ...request, sentAs, isStored, number }]
  }

  refuse(signal: string, detail: string, now: number): void {
    this.#note(signal.slice(0, LONGEST_NAME), 'refused', detail, now)
  }

  /** The next to be stored; whatever is before it is stored. */
  get nextToStore(): Asked | undefined {
    return this.#waiting.find(({ isStored }) => !isStored)
  }

  /** @param auditId null: the account is not linked. */
  store(asked: Asked, auditId: string | null): void {
    this.#waiting = this.#waiting.map((waiting) =>
      waiting.number === asked.number ? { ...waiting, auditId, isStored: true } : waiting,
    )
  }

  /** The next to be carried out; it stays the next until it is settled. */
  get next(): Asked | undefined {
    const [next] = this.#waiting
    return next?.isStored === true ? next : undefined
  }

  /** It has had its turn. One that is still `waiting` could not be carried out here: the service goes on with it. */
  settle({ number }: Asked, { result, detail }: Pick<SignalNote, 'result' | 'detail'>): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting.number !== number)
    this.#notes = this.#notes.map((note) =>
      note.number === number ? { ...note, result, detail } : note,
    )
  }

  /** Newest first. */
  get notes(): readonly SignalNote[] {
    return this.#notes.map(({ signal, at, result, detail }) => ({ signal, at, result, detail }))
  }

  get kept(): KeptOperations {
    return { waiting: this.#waiting, notes: this.#notes, heard: this.#heard }
  }

  #note(signal: string, result: SignalNote['result'], detail: string, now: number): void {
    const number = (this.#notes[0]?.number ?? 0) + 1
    const at = new Date(now).toISOString()
    this.#notes = [{ number, signal, at, result, detail }, ...this.#notes].slice(0, MOST_NOTES)
  }
}

const TOO_MANY = `${String(MOST_WAITING)} signals are waiting: send it again later.`

/**
 * Works on several webinars at once: as many as the vendor's pace can feed. Another one begins as soon as no call waits
 * for its slot, so the number follows from the vendor's latency and pace, whatever they are; more would only queue.
 */
import type { SlotWatch } from '../../src/contracts/vendor-call.ts'

/** Waits for something else than a vendor's answer, such as a job, while another webinar has the lane. */
export type Aside = <T>(wait: () => Promise<T>) => Promise<T>

export type LaneEnd<Result> =
  | { readonly eventId: string; readonly result: Result }
  | { readonly eventId: string; readonly error: unknown }

export interface LanesLimits {
  /** Webinars that hold a lane. */
  readonly most: number
  /** Webinars at work, those that wait aside included. */
  readonly mostInAll: number
}

export interface NextStep {
  /** The caller has another webinar to begin with. */
  readonly hasMore: boolean
  /** Resolve with null after this time if nothing else happens. Left out: wait for as long as a webinar is at work. */
  readonly withinMs?: number
}

export class Lanes<Result> implements SlotWatch {
  readonly #limits: LanesLimits
  readonly #atWork = new Set<string>()
  readonly #ended: LaneEnd<Result>[] = []
  #aside = 0
  #waitingCalls = 0
  /** The webinar that began last, until its first call has asked for a slot: only then it is known whether one waits. */
  #beginning: string | null = null
  #wake: () => void = () => undefined

  constructor(limits: LanesLimits) {
    this.#limits = limits
  }

  /** Event ids. A webinar that has ended is among them until `next` has returned its end: before, nobody knows how. */
  get atWork(): ReadonlySet<string> {
    return this.#atWork
  }

  slotAsked(): void {
    this.#waitingCalls += 1
    this.#beginning = null
  }

  slotGiven(): void {
    this.#waitingCalls -= 1
    this.#wake()
  }

  begin(eventId: string, work: (aside: Aside) => Promise<Result>): void {
    this.#atWork.add(eventId)
    this.#beginning = eventId
    const end = (how: LaneEnd<Result>) => {
      this.#hasBegun(eventId)
      this.#ended.push(how)
      this.#wake()
    }
    work((wait) => this.#stepAside(eventId, wait)).then(
      (result) => {
        end({ eventId, result })
      },
      (error: unknown) => {
        end({ eventId, error })
      },
    )
  }

  /** The next webinar that has ended, or `free` when another one may begin; null if there is neither. */
  async next({ hasMore, withinMs }: NextStep): Promise<LaneEnd<Result> | 'free' | null> {
    const until = withinMs === undefined ? null : performance.now() + withinMs
    for (;;) {
      const ended = this.#ended.shift()
      if (ended !== undefined) {
        this.#atWork.delete(ended.eventId)
        return ended
      }
      if (hasMore && this.#isFree()) return 'free'
      const leftMs = until === null ? null : until - performance.now()
      if (leftMs === null ? this.#atWork.size === 0 : leftMs <= 0) return null
      await this.#change(leftMs)
    }
  }

  /** Waits for all that are at work, and forgets how they ended. */
  async finish(): Promise<void> {
    while ((await this.next({ hasMore: false })) !== null);
  }

  #isFree(): boolean {
    const { most, mostInAll } = this.#limits
    const holding = this.#atWork.size - this.#aside
    const hasRoom = holding < most && this.#atWork.size < mostInAll
    return hasRoom && this.#waitingCalls === 0 && this.#beginning === null
  }

  #hasBegun(eventId: string): void {
    if (this.#beginning === eventId) this.#beginning = null
  }

  async #stepAside<T>(eventId: string, wait: () => Promise<T>): Promise<T> {
    this.#aside += 1
    this.#hasBegun(eventId)
    this.#wake()
    try {
      return await wait()
    } finally {
      this.#aside -= 1
    }
  }

  async #change(withinMs: number | null): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      if (withinMs !== null) timer = setTimeout(resolve, withinMs)
    })
    clearTimeout(timer)
  }
}

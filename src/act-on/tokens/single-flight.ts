/**
 * Concurrent callers with the same key share one piece of work. Each stops waiting when its own signal aborts; the
 * work's own signal aborts only when no caller waits for it any longer.
 */
import { unlessAborted } from '../../http/unless-aborted.ts'

interface Flight<T> {
  readonly result: Promise<T>
  readonly abandon: AbortController
  callers: number
}

export class SingleFlight<T> {
  readonly #joinable = new Map<string, Flight<T>>()
  readonly #all = new Set<Promise<T>>()

  /** Joins the work that runs under `key`, or starts it. Rejects with the reason of `signal` when that aborts. */
  async join(
    key: string,
    signal: AbortSignal,
    start: (abandoned: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted()
    const flight = this.#joinable.get(key) ?? this.#begin(key, start)
    flight.callers += 1
    try {
      return await unlessAborted(flight.result, signal)
    } finally {
      flight.callers -= 1
      if (flight.callers === 0) {
        if (this.#joinable.get(key) === flight) this.#joinable.delete(key)
        flight.abandon.abort()
      }
    }
  }

  /** Waits until no work is running, including work without waiting callers. Never rejects. */
  async whenIdle(): Promise<void> {
    await Promise.allSettled(this.#all)
  }

  #begin(key: string, start: (abandoned: AbortSignal) => Promise<T>): Flight<T> {
    const abandon = new AbortController()
    const result = start(abandon.signal).finally(() => this.#all.delete(result))
    this.#all.add(result)
    const flight = { result, abandon, callers: 0 }
    this.#joinable.set(key, flight)
    return flight
  }
}

/** How the script's calls wait: each kind for its spacing, and all of them for one of a few lanes. */
import { setTimeout as sleep } from 'node:timers/promises'

export type Call<T> = () => Promise<T>

export class Lanes {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  async run<T>(call: Call<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await call()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free += 1
      else next()
    }
  }
}

/** Returns a function that resolves at most once in `ms` milliseconds. */
export function createSpacing(ms: number): () => Promise<void> {
  let nextAt = 0
  return async () => {
    const at = Math.max(nextAt, performance.now())
    nextAt = at + ms
    const waitMs = at - performance.now()
    if (waitMs > 0) await sleep(waitMs)
  }
}

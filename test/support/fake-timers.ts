/** Tests on a moved clock: to be called at the top of their file. */
import { afterEach, beforeEach, vi } from 'vitest'

export function useFakeTimersInEachTest(): void {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}

/** Fake timers have no part in `node:timers/promises`. */
export function sleep(ms: number): Promise<void> {
  return new Promise<void>((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** The sandbox's time: real time plus an offset that tests and the demo can move. Never a timer. */

export interface SandboxClock {
  now(): Date
  /** Moves the clock by `ms`; a negative number moves it back. */
  advance(ms: number): void
  /** Moves the clock so that it shows `date` now; it goes on running from there. */
  set(date: Date): void
}

export interface SandboxClockOptions {
  /** What the clock shows at first; default: real time. */
  readonly startAt?: Date
  /** Real time in milliseconds since the epoch; a test may hold it still. */
  readonly now?: () => number
}

export function createSandboxClock(options: SandboxClockOptions = {}): SandboxClock {
  const realNow = options.now ?? Date.now
  let offsetMs = options.startAt === undefined ? 0 : options.startAt.getTime() - realNow()
  return {
    now: () => new Date(realNow() + offsetMs),
    advance: (ms) => {
      offsetMs += ms
    },
    set: (date) => {
      offsetMs = date.getTime() - realNow()
    },
  }
}

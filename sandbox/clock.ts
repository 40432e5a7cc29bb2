/** The sandbox's time: real time plus an offset that tests and the demo can change. It runs no timers. */

export interface SandboxClock {
  now(): Date
  /** Moves the clock by `ms`; a negative number moves it back. */
  advance(ms: number): void
  /** Sets the clock to `date`; it continues to run from there. */
  set(date: Date): void
}

export interface SandboxClockOptions {
  /** The clock's initial time; default: real time. */
  readonly startAt?: Date
  /** Real time in milliseconds since the epoch; a test may freeze it. */
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

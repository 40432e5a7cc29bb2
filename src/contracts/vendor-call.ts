/** What every vendor call takes: cancellation from the activity that makes it. */
export interface CallOptions {
  readonly signal: AbortSignal
}

/** Said once per HTTP call that left the process. Holds no query value, body, header or address. */
export interface VendorCall {
  readonly vendor: 'on24' | 'actOn'
  /** Endpoint by name, e.g. `events`, `registrants`, `token`, `merge`. */
  readonly endpoint: string
  /** HTTP status, or the network error's code, e.g. `ECONNRESET`. */
  readonly result: number | string
  readonly durationMs: number
}

export type OnVendorCall = (call: VendorCall) => void

/** Waits until the next call may go out, for all workers together. Rejects when `signal` aborts. */
export interface Pace<Kind extends string> {
  take(kind: Kind, signal: AbortSignal): Promise<void>
}

/** A pace that follows a quota which the vendor does not publish. */
export interface QuotaPace<Kind extends string> extends Pace<Kind> {
  /**
   * The vendor answered that its quota is used up, and maybe for how many milliseconds: everybody waits, and calls
   * more slowly from then on. Says for how many milliseconds.
   */
  quotaReached(askedMs: number | null): Promise<number>
}

/** ON24's calls have a pace by kind: lists of events, and everything else. */
export type On24CallKind = 'events' | 'people'

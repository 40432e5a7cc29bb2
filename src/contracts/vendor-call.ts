/** The options of every vendor call: cancellation by the activity that makes it. */
export interface CallOptions {
  readonly signal: AbortSignal
}

/** Reported once per HTTP call that left the process. Holds no query value, body, header or URL. */
export interface VendorCall {
  readonly vendor: 'on24' | 'actOn'
  /** Name of the endpoint, e.g. `events`, `registrants`, `token`, `merge`. */
  readonly endpoint: string
  /** HTTP status, or the network error's code, e.g. `ECONNRESET`. */
  readonly result: number | string
  readonly durationMs: number
}

export type OnVendorCall = (call: VendorCall) => void

/** Told when calls begin and end to wait for their slot in a vendor's pace. */
export interface SlotWatch {
  slotAsked(): void
  slotGiven(): void
}

/** What the caller of a vendor's client wants to be told. */
export interface VendorWatch {
  readonly onCall?: OnVendorCall | undefined
  readonly slots?: SlotWatch | undefined
}

/** Waits until the limits of all workers together allow the next call. Rejects when `signal` aborts. */
export interface Pace<Kind extends string> {
  take(kind: Kind, signal: AbortSignal): Promise<void>
}

/** A pace that adapts to a quota which the vendor does not publish. */
export interface QuotaPace<Kind extends string> extends Pace<Kind> {
  /**
   * The vendor answered that its quota is used up, and maybe asked for a wait of `askedMs` milliseconds: all callers
   * wait, and call more slowly from then on. Returns the length of the wait in milliseconds.
   */
  quotaReached(askedMs: number | null): Promise<number>
}

/** ON24's calls have a pace by kind: lists of events, and everything else. */
export type On24CallKind = 'events' | 'people'

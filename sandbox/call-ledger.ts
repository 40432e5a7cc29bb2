/**
 * Records every call that reached a stand-in, without query values, bodies or headers. Memory is bounded: only the
 * newest calls are kept one by one; the counts cover all calls.
 */
import type { Vendor } from './faults.ts'

export interface LedgerCall {
  /** By the sandbox clock. */
  readonly at: Date
  /** Real time of the call's arrival, for rates. */
  readonly monotonicMs: number
  readonly vendor: Vendor
  /** ON24 client id or Act-On account id; null: unknown from the call. */
  readonly account: string | null
  /** Name of the endpoint, e.g. `events`, `clientRegistrants`, `upsertContact`. */
  readonly endpoint: string
  readonly method: string
  readonly path: string
  readonly queryKeys: readonly string[]
  /** 0: the connection was cut without a response. */
  readonly status: number
}

/** An omitted property matches every call. */
export interface LedgerFilter {
  readonly vendor?: Vendor
  readonly account?: string | null
  readonly endpoint?: string | RegExp
  readonly status?: number
}

export interface CallLedger {
  record(call: LedgerCall): void
  /** Oldest first, as far back as the ring buffer reaches. */
  calls(filter?: LedgerFilter): LedgerCall[]
  /** All calls since the start or the last `clear`, including those no longer in the ring buffer. */
  count(filter?: LedgerFilter): number
  /** The most calls that arrived within any `windowMs` of real time. */
  maxInWindow(filter: LedgerFilter, windowMs: number): number
  clear(): void
}

type CountedParts = Pick<LedgerCall, 'vendor' | 'account' | 'endpoint' | 'status'>

export function createCallLedger(capacity = 200_000): CallLedger {
  let ring: LedgerCall[] = []
  let oldest = 0
  const counts = new Map<string, { readonly of: CountedParts; count: number }>()

  const calls = (filter: LedgerFilter = {}) =>
    [...ring.slice(oldest), ...ring.slice(0, oldest)].filter((call) => matches(filter, call))

  return {
    record: (call) => {
      if (ring.length < capacity) {
        ring.push(call)
      } else {
        ring[oldest] = call
        oldest = (oldest + 1) % capacity
      }
      const { vendor, account, endpoint, status } = call
      const key = JSON.stringify([vendor, account, endpoint, status])
      const counted = counts.get(key)
      if (counted === undefined) counts.set(key, { of: call, count: 1 })
      else counted.count += 1
    },
    calls,
    count: (filter = {}) =>
      [...counts.values()]
        .filter((counted) => matches(filter, counted.of))
        .reduce((sum, counted) => sum + counted.count, 0),
    maxInWindow: (filter, windowMs) => {
      const times = calls(filter)
        .map((call) => call.monotonicMs)
        .sort((a, b) => a - b)
      let most = 0
      let first = 0
      times.forEach((time, index) => {
        while (time - (times[first] ?? time) >= windowMs) first += 1
        most = Math.max(most, index - first + 1)
      })
      return most
    },
    clear: () => {
      ring = []
      oldest = 0
      counts.clear()
    },
  }
}

function matches(filter: LedgerFilter, call: CountedParts): boolean {
  if (filter.vendor !== undefined && filter.vendor !== call.vendor) return false
  if (filter.account !== undefined && filter.account !== call.account) return false
  if (filter.status !== undefined && filter.status !== call.status) return false
  if (filter.endpoint === undefined) return true
  return typeof filter.endpoint === 'string'
    ? filter.endpoint === call.endpoint
    : filter.endpoint.test(call.endpoint)
}

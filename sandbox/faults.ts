/**
 * Plans faults of calls. It only decides; the HTTP server carries the faults out. It is deterministic: a fault with a
 * probability uses its own seeded generator.
 */
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

export type Vendor = 'on24' | 'actOn'

export interface FaultEffect {
  /** Waits before anything else; combines with every other effect. A huge number stalls the call. */
  readonly delayMs?: number
  /** Sent instead of the vendor's response. */
  readonly answer?: FaultAnswer
  /**
   * Destroys the connection: `before` the call takes effect; `after` it took effect but before any byte of the
   * response; or `midBody`, after the head and half of the body.
   */
  readonly cut?: 'before' | 'after' | 'midBody'
  /** Called with the body of the vendor's own response; its result is sent instead. */
  readonly rewrite?: (body: string) => string | Buffer
  /**
   * Called after the call took effect, or was prevented from it, and before any byte of the response: a test can end
   * its caller here, or hold the response back until the returned promise resolves.
   */
  readonly beforeAnswer?: () => unknown
}

interface FaultAnswer {
  readonly status: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Default `application/json`. */
  readonly contentType?: string
  /** True: the call takes effect first, as when a gateway times out. Default false. */
  readonly afterEffect?: boolean
}

export interface Fault {
  readonly vendor: Vendor
  /** Name of the endpoint in the ledger; if omitted, every endpoint. */
  readonly endpoint?: string | RegExp
  /** ON24 client id or Act-On account id; if omitted, every account. */
  readonly account?: string
  /** Must match the call's path without its query; if omitted, every path matches. */
  readonly path?: RegExp
  /** Number of matching calls that pass first; default 0. */
  readonly skip?: number
  /** Number of calls that the fault affects; default 1, `Infinity` for all. */
  readonly times?: number
  /** Probability from 0 to 1 that a matching call is affected; default 1. */
  readonly probability?: number
  /** Seed of the random numbers for `probability`; default 1. */
  readonly seed?: number
  readonly effect: FaultEffect
}

interface FaultedCall {
  readonly vendor: Vendor
  readonly endpoint: string
  readonly account: string | null
  readonly path: string
}

export interface FaultPlan {
  /** Adds a fault and returns a function that removes it. */
  add(fault: Fault): () => void
  clear(): void
  /** The combined effect of all faults that match this call; null: none. Counts them as used. */
  take(call: FaultedCall): FaultEffect | null
}

interface PlannedFault {
  readonly fault: Fault
  readonly random: Random
  toSkip: number
  left: number
}

export function createFaultPlan(): FaultPlan {
  const planned = new Set<PlannedFault>()
  return {
    add: (fault) => {
      const entry: PlannedFault = {
        fault,
        random: createRandom(`fault:${fault.seed ?? 1}`),
        toSkip: fault.skip ?? 0,
        left: fault.times ?? 1,
      }
      planned.add(entry)
      return () => planned.delete(entry)
    },
    clear: () => planned.clear(),
    take: (call) => {
      let effect: FaultEffect | null = null
      for (const entry of planned) {
        if (!matches(entry.fault, call) || excludeEachOther(effect, entry.fault.effect)) continue
        if (!applies(entry)) continue
        if (entry.left <= 0) planned.delete(entry)
        effect = join(effect, entry.fault.effect)
      }
      return effect
    },
  }
}

function matches(fault: Fault, call: FaultedCall): boolean {
  if (fault.vendor !== call.vendor) return false
  if (fault.account !== undefined && fault.account !== call.account) return false
  if (fault.path !== undefined && !fault.path.test(call.path)) return false
  if (fault.endpoint === undefined) return true
  return typeof fault.endpoint === 'string'
    ? fault.endpoint === call.endpoint
    : fault.endpoint.test(call.endpoint)
}

/** One call can have only one of answer, cut and rewrite: the later fault waits for the next call. */
function excludeEachOther(first: FaultEffect | null, second: FaultEffect): boolean {
  return first !== null && isMoreThanDelay(first) && isMoreThanDelay(second)
}

function isMoreThanDelay(effect: FaultEffect): boolean {
  return effect.answer !== undefined || effect.cut !== undefined || effect.rewrite !== undefined
}

function applies(entry: PlannedFault): boolean {
  if (entry.toSkip > 0) {
    entry.toSkip -= 1
    return false
  }
  if (!entry.random.chance(entry.fault.probability ?? 1)) return false
  entry.left -= 1
  return true
}

function join(first: FaultEffect | null, second: FaultEffect): FaultEffect {
  if (first === null) return second
  return { ...first, ...second, delayMs: (first.delayMs ?? 0) + (second.delayMs ?? 0) }
}

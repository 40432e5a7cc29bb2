/**
 * A plan of what goes wrong with which call. It only decides; the HTTP server carries it out.
 * Deterministic: a fault with a probability draws from its own seeded generator.
 */
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

export type Vendor = 'on24' | 'actOn'

export interface FaultEffect {
  /** Waits before anything else; joins with every other effect. A huge number is a stalled call. */
  readonly delayMs?: number
  /** Answers this instead of the vendor's answer. */
  readonly answer?: FaultAnswer
  /**
   * Destroys the connection: `before` the call took effect, `after` it took effect but before any
   * byte of the answer, or `midBody`, when the head and half of the body are out.
   */
  readonly cut?: 'before' | 'after' | 'midBody'
  /** Called with the body of the vendor's own answer; what it returns goes out instead. */
  readonly rewrite?: (body: string) => string | Buffer
  /**
   * Called once the call has taken effect, or was kept from it, and nothing of the answer is out yet: a
   * test ends its caller here, or holds the answer back until its promise resolves.
   */
  readonly beforeAnswer?: () => unknown
}

interface FaultAnswer {
  readonly status: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Default `application/json`. */
  readonly contentType?: string
  /** True: the call takes effect first, as with a gateway that gives up. Default false. */
  readonly afterEffect?: boolean
}

export interface Fault {
  readonly vendor: Vendor
  /** Endpoint by its name in the ledger; left out: every endpoint. */
  readonly endpoint?: string | RegExp
  /** ON24 client id or Act-On account id; left out: every account. */
  readonly account?: string
  /** What the path of the call must match, without its query; left out: every path. */
  readonly path?: RegExp
  /** Matching calls that pass first; default 0. */
  readonly skip?: number
  /** Calls that are hit before the fault is used up; default 1, `Infinity` for always. */
  readonly times?: number
  /** Chance in 0..1 that a matching call is hit; default 1. */
  readonly probability?: number
  /** Seed of the draws that `probability` makes; default 1. */
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
  /** Plans a fault and returns a function that withdraws it. */
  add(fault: Fault): () => void
  clear(): void
  /** What happens to this call, all matching faults together; null: nothing. Uses faults up. */
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
        if (!strikes(entry)) continue
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

/** Two answers, cuts or rewritings can't both happen to one call: the later one waits for the next call. */
function excludeEachOther(first: FaultEffect | null, second: FaultEffect): boolean {
  return first !== null && isMoreThanDelay(first) && isMoreThanDelay(second)
}

function isMoreThanDelay(effect: FaultEffect): boolean {
  return effect.answer !== undefined || effect.cut !== undefined || effect.rewrite !== undefined
}

function strikes(entry: PlannedFault): boolean {
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

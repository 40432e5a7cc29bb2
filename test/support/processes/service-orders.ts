/** The messages between a test and a service in a separate process. */
import { z } from 'zod'
import { StoredLedger } from '../../../src/store/runs/ledger.ts'

const on24ClientId = z.string()

const Order = z.discriminatedUnion('do', [
  /** Sets how far the service's clock is ahead of real time. */
  z.object({ do: z.literal('setClock'), aheadMs: z.number() }),
  /** Registers the account if it is new, and links or relinks it. */
  z.object({
    do: z.literal('link'),
    registration: z.object({
      on24ClientId,
      name: z.string(),
      region: z.enum(['na', 'eu']),
      accessTokenKey: z.string(),
      accessTokenSecret: z.string(),
    }),
    userName: z.string(),
    password: z.string(),
  }),
  z.object({ do: z.literal('sync'), on24ClientId }),
  z.object({ do: z.literal('look'), on24ClientId }),
])
export type Order = z.infer<typeof Order>

export const NumberedOrder = z.object({ number: z.number(), order: Order })

export const RunSeen = z.object({
  /** Null while the run is in progress. */
  outcome: z.string().nullable(),
  ledger: StoredLedger.nullable(),
})
/** The parts of a run that show its success. */
export type RunSeen = z.infer<typeof RunSeen>

const AccountSeen = z.object({
  /** The account's runs, newest first. */
  runs: z.array(RunSeen),
  /** Runs that the Schedule has started and that are open in Temporal; null while Temporal cannot answer. */
  running: z.number().nullable(),
})
export type AccountSeen = z.infer<typeof AccountSeen>

export const Report = z.union([
  z.object({ ready: z.literal(true) }),
  /** `seen` answers `look`. */
  z.object({ number: z.number(), seen: AccountSeen.nullable() }),
  z.object({ number: z.number(), failed: z.string() }),
])
export type Report = z.infer<typeof Report>

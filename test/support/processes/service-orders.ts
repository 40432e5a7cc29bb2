/** What a test and the service in a process of its own say to each other. */
import { z } from 'zod'
import { StoredLedger } from '../../../src/store/runs/ledger.ts'

const on24ClientId = z.string()

const Order = z.discriminatedUnion('do', [
  /** Lets the service's clock run ahead of real time by so much from now on. */
  z.object({ do: z.literal('setClock'), aheadMs: z.number() }),
  /** Registers the account unless it is known, and links it, once more if need be. */
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
  /** Null while it goes on. */
  outcome: z.string().nullable(),
  ledger: StoredLedger.nullable(),
})
/** Of a run, what tells whether it went well. */
export type RunSeen = z.infer<typeof RunSeen>

const AccountSeen = z.object({
  /** Newest first. */
  runs: z.array(RunSeen),
  /** Runs that the Schedule has started and that have not ended in Temporal; null: it cannot say just now. */
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

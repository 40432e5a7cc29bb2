/** What the processes of the comparison are told, and what they answer. */
import { z } from 'zod'

const Account = z.object({
  on24ClientId: z.string(),
  name: z.string(),
  region: z.enum(['na', 'eu']),
  accessTokenKey: z.string(),
  accessTokenSecret: z.string(),
  actOn: z.object({ accountId: z.string(), userName: z.string(), password: z.string() }),
})
export type Account = z.infer<typeof Account>

export const SandboxOrder = z.discriminatedUnion('order', [
  z.object({
    order: z.literal('start'),
    webinars: z.number(),
    /** Registrants of each webinar; null: as many as are usual. */
    people: z.number().nullable(),
    startAt: z.date(),
    callMs: z.number(),
    jobMs: z.number(),
    actOnCallsPerSecond: z.number(),
  }),
  z.object({ order: z.literal('forgetCalls') }),
  z.object({ order: z.literal('addPeople'), webinars: z.number(), people: z.number() }),
  z.object({ order: z.literal('figures') }),
])

export const SandboxStarted = z.object({
  on24Url: z.string(),
  actOnUrl: z.string(),
  account: Account,
})
export type SandboxStarted = z.infer<typeof SandboxStarted>

/** Since the last `forgetCalls`. */
export const SandboxFigures = z.object({
  on24Events: z.number(),
  on24People: z.number(),
  actOn: z.number(),
  /** Looks at each merge job. */
  polls: z.array(z.number()),
  /** Rows of the account's lists. */
  contacts: z.number(),
  lists: z.number(),
  /** Calls that a vendor refused because of its limits. */
  refused: z.number(),
  /** Calls of people's rows in the minute with the most. */
  mostOn24InMinute: z.number(),
})
export type SandboxFigures = z.infer<typeof SandboxFigures>

export const ScriptOrder = z.object({
  on24Url: z.string(),
  actOnUrl: z.string(),
  account: Account,
  callsInFlight: z.number(),
  jobMs: z.number(),
  spacing: z.object({ on24EventsMs: z.number(), on24PeopleMs: z.number(), actOnMs: z.number() }),
})
export type ScriptOrder = z.infer<typeof ScriptOrder>

export const ServiceOrder = z.discriminatedUnion('order', [
  z.object({ order: z.literal('link'), account: Account }),
  z.object({ order: z.literal('run') }),
])

export const Spent = z.object({ seconds: z.number(), cpuSeconds: z.number() })
export type Spent = z.infer<typeof Spent>

export const RunSpent = Spent.extend({
  /** Of a database that works in the service's process. */
  databaseCpuSeconds: z.number(),
  workflowId: z.string(),
  runId: z.string(),
  outcome: z.string().nullable(),
  addsUp: z.boolean(),
})

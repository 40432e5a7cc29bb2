/** What several routes of the API have in common. */
import { z } from 'zod'
import { EventId, On24ClientId } from '../formats.ts'
import { Accepted, BackfillRange } from '../operation-bodies.ts'

export const NO_PARAMS = z.strictObject({})
export const ACCOUNT_PARAMS = z.object({ id: On24ClientId })
export const WEBINAR_PARAMS = z.object({ id: On24ClientId, eventId: EventId })
export const BACKFILL_PARAMS = z.object({ id: On24ClientId, range: BackfillRange })
export const VERIFICATION_PARAMS = z.object({ id: On24ClientId, startedAt: z.string() })
export const RUN_PARAMS = z.object({ id: On24ClientId, workflowId: z.string(), runId: z.string() })

export const READ = { method: 'GET', body: null, status: 200 } as const

/** An operation on a linked account: stored first; then the account's controller in Temporal carries it out. */
export const OPERATION = {
  method: 'POST',
  params: ACCOUNT_PARAMS,
  query: NO_PARAMS,
  status: 202,
  answer: Accepted,
  problems: ['notRegistered', 'notLinked', 'beingRemoved'],
} as const

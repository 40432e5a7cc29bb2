/** The filters and the positions of the two lists on a run's page, as query parameters of its URL. */
import { z } from 'zod'
import type { Run } from '../../../api/run.ts'
import { ROW_STATES } from '../../../api/run-details.ts'
import { READ_STATES } from '../../../contracts/run.ts'
import { Trail } from '../page-trail.ts'
import { runPath } from './run-path.ts'

const Query = z.object({
  /** Webinars in this state. */
  state: z.enum(READ_STATES).nullable().catch(null),
  webinars: Trail,
  /** Rows in this state. */
  row: z.enum(ROW_STATES).nullable().catch(null),
  rows: Trail,
})
export type RunQuery = Readonly<z.output<typeof Query>>

/** Ignores invalid parameters. */
export function readRunQuery(query: unknown): RunQuery {
  return Query.parse(query)
}

export function runPagePath(
  on24ClientId: string,
  run: Pick<Run, 'workflowId' | 'runId'>,
  query: RunQuery,
): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== null) params.set(name, value)
  return `${runPath(on24ClientId, run)}${params.size === 0 ? '' : `?${params.toString()}`}`
}

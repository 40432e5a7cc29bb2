/** The API's routes for one run. A workflow id contains slashes: they are percent-encoded in the path. */
import { pageOf } from '../paging.ts'
import { Run } from '../run.ts'
import { RunRow, RunRowQuery, RunWebinar, RunWebinarQuery } from '../run-details.ts'
import type { Route } from '../route.ts'
import { NO_PARAMS, READ, RUN_PARAMS } from './shared.ts'

const PATH = '/accounts/{id}/runs/{workflowId}/{runId}'
const OF_RUN = { ...READ, params: RUN_PARAMS, problems: ['notRegistered', 'runUnknown'] } as const

export const runRoutes = {
  getRun: {
    ...OF_RUN,
    path: PATH,
    summary: 'Get one run',
    query: NO_PARAMS,
    answer: Run,
  },
  listRunWebinars: {
    ...OF_RUN,
    path: `${PATH}/webinars`,
    summary:
      'List the webinars of a run, by event id; they are kept for 90 days after it has ended',
    query: RunWebinarQuery,
    answer: pageOf(RunWebinar),
  },
  listRunRows: {
    ...OF_RUN,
    path: `${PATH}/rows`,
    summary:
      'List the rows of a run that wait or were rejected, and that no later run has taken over',
    query: RunRowQuery,
    answer: pageOf(RunRow),
  },
} as const satisfies Record<string, Route>

/** The API's routes for the service as a whole: operator access, and orphans in Temporal. */
import { Access } from '../access.ts'
import { Orphan } from '../orphan.ts'
import { pageOf, Paging } from '../paging.ts'
import { NO_PARAMS, ACCOUNT_PARAMS, READ } from './shared.ts'
import type { Route } from '../route.ts'

export const serviceRoutes = {
  listAccess: {
    ...READ,
    path: '/access',
    summary: 'List operator sign-ins and sign-outs, refused tokens and lockouts, newest first',
    params: NO_PARAMS,
    query: Paging,
    answer: pageOf(Access),
    problems: [],
  },
  listOrphans: {
    ...READ,
    path: '/orphans',
    summary: 'List what Temporal has for accounts that are not linked here',
    params: NO_PARAMS,
    query: Paging,
    answer: pageOf(Orphan),
    problems: [],
  },
  deleteOrphan: {
    method: 'DELETE',
    path: '/orphans/{id}',
    summary: 'End what Temporal has for an account that is not linked here',
    params: ACCOUNT_PARAMS,
    query: NO_PARAMS,
    body: null,
    status: 204,
    answer: null,
    problems: ['notOrphan', 'temporalUnavailable'],
  },
} as const satisfies Record<string, Route>

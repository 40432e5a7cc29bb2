/** The API's routes for the service as a whole: all accounts together, operator access, orphans, and notices. */
import { Access } from '../access.ts'
import { Fleet } from '../fleet.ts'
import { NoticeTestBody, NoticeTests } from '../notice-test.ts'
import { Orphan } from '../orphan.ts'
import { pageOf, Paging } from '../paging.ts'
import { NO_PARAMS, ACCOUNT_PARAMS, READ } from './shared.ts'
import type { Route } from '../route.ts'

export const serviceRoutes = {
  getFleet: {
    ...READ,
    path: '/fleet',
    summary: 'Show all accounts together: the runs of the latest slot, and what waits',
    params: NO_PARAMS,
    query: NO_PARAMS,
    answer: Fleet,
    problems: [],
  },
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
  testNotices: {
    method: 'POST',
    path: '/notices/test',
    summary:
      "Send a test notice on every configured channel, or also on an account's own, and say what went wrong",
    params: NO_PARAMS,
    query: NO_PARAMS,
    body: NoticeTestBody,
    status: 200,
    answer: NoticeTests,
    problems: ['notRegistered', 'noNoticeChannel'],
  },
} as const satisfies Record<string, Route>

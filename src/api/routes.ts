/** Every route of the API. The server's routes, the OpenAPI document and the command line come from this table. */
import { z } from 'zod'
import { Access } from './access.ts'
import { AccountProblem } from './account-problem.ts'
import { Account, AccountChange, AccountQuery, Invitation, NewAccount } from './account.ts'
import { AuditEntry } from './audit-entry.ts'
import { EventId, On24ClientId } from './formats.ts'
import { Accepted, BackfillBody, Decided, NoBody, PauseBody } from './operation-bodies.ts'
import type { Route } from './route.ts'
import { Orphan } from './orphan.ts'
import { pageOf, Paging } from './paging.ts'
import type { ProblemWord } from './problem.ts'
import { Rejection, RejectionFilter, RejectionQuery } from './rejection.ts'
import { Run, RunQuery } from './run.ts'
import { HeldDecision, Webinar, WebinarChange, WebinarQuery } from './webinar.ts'

const NONE = z.strictObject({})
const OF_ACCOUNT = z.object({ id: On24ClientId })
const OF_WEBINAR = z.object({ id: On24ClientId, eventId: EventId })

/** What ON24 may say to a token pair that is tried before anything is stored. */
const ON24_ANSWERS = [
  'tokenPairRefused',
  'tokenPairDeactivated',
  'otherRegion',
  'otherClient',
  'clientUnknown',
  'clientInactive',
  'clientNotElite',
  'noPermission',
  'on24Unexpected',
  'on24QuotaReached',
  'on24Unavailable',
] as const satisfies readonly ProblemWord[]

/** An account that works is asked for something: it is stored, and its controller in Temporal takes it up. */
const ASKED = {
  method: 'POST',
  params: OF_ACCOUNT,
  query: NONE,
  status: 202,
  answer: Accepted,
  problems: ['notRegistered', 'notLinked', 'beingRemoved'],
} as const

const READ = { method: 'GET', body: null, status: 200 } as const

export const routes = {
  listAccounts: {
    ...READ,
    path: '/accounts',
    summary: 'List accounts',
    params: NONE,
    query: AccountQuery,
    answer: pageOf(Account),
    problems: [],
  },
  createAccount: {
    method: 'POST',
    path: '/accounts',
    summary: 'Register an ON24 client, once ON24 has accepted its token pair',
    params: NONE,
    query: NONE,
    body: NewAccount,
    status: 201,
    answer: Account,
    problems: ['alreadyRegistered', 'beingRemoved', ...ON24_ANSWERS],
  },
  getAccount: {
    ...READ,
    path: '/accounts/{id}',
    summary: 'Show an account and its last run',
    params: OF_ACCOUNT,
    query: NONE,
    answer: Account,
    problems: ['notRegistered'],
  },
  changeAccount: {
    method: 'PATCH',
    path: '/accounts/{id}',
    summary: 'Change an account; a new token pair only once ON24 has accepted it',
    params: OF_ACCOUNT,
    query: NONE,
    body: AccountChange,
    status: 200,
    answer: Account,
    problems: ['notRegistered', 'beingRemoved', ...ON24_ANSWERS],
  },
  deleteAccount: {
    method: 'DELETE',
    path: '/accounts/{id}',
    summary: 'Unlink an account, and destroy what is stored of it',
    params: OF_ACCOUNT,
    query: NONE,
    body: null,
    status: 204,
    answer: null,
    problems: ['notRegistered', 'removalUnderWay'],
  },
  inviteToLink: {
    method: 'POST',
    path: '/accounts/{id}/link-invitations',
    summary: 'Make the URL that is sent to the customer; it voids the earlier one',
    params: OF_ACCOUNT,
    query: NONE,
    body: NoBody,
    status: 201,
    answer: Invitation,
    problems: ['notRegistered', 'beingRemoved'],
  },
  pauseAccount: {
    ...ASKED,
    path: '/accounts/{id}/pause',
    summary: 'Pause everything that is done for an account',
    body: PauseBody,
  },
  resumeAccount: {
    ...ASKED,
    path: '/accounts/{id}/resume',
    summary: 'Go on where a pause has stopped',
    body: NoBody,
  },
  syncAccount: {
    ...ASKED,
    path: '/accounts/{id}/sync',
    summary: 'Start a run now; one that is at work is followed by one more',
    body: NoBody,
    problems: [...ASKED.problems, 'paused'],
  },
  backfillAccount: {
    ...ASKED,
    path: '/accounts/{id}/backfill',
    summary: 'Read the webinars of a range of days, and write what Act-On lacks',
    body: BackfillBody,
  },
  listRuns: {
    ...READ,
    path: '/accounts/{id}/runs',
    summary: 'List runs, newest first',
    params: OF_ACCOUNT,
    query: RunQuery,
    answer: pageOf(Run),
    problems: ['notRegistered'],
  },
  listWebinars: {
    ...READ,
    path: '/accounts/{id}/webinars',
    summary: 'List webinars, newest first',
    params: OF_ACCOUNT,
    query: WebinarQuery,
    answer: pageOf(Webinar),
    problems: ['notRegistered'],
  },
  changeWebinar: {
    method: 'PUT',
    path: '/accounts/{id}/webinars/{eventId}',
    summary: 'Exclude a webinar, or include it again',
    params: OF_WEBINAR,
    query: NONE,
    body: WebinarChange,
    status: 200,
    answer: Webinar,
    problems: ['notRegistered', 'webinarUnknown'],
  },
  decideHeld: {
    ...ASKED,
    path: '/accounts/{id}/webinars/{eventId}/held',
    summary: 'Make the removals of a webinar that are held, or drop them',
    params: OF_WEBINAR,
    body: HeldDecision,
    answer: Decided,
    problems: [...ASKED.problems, 'webinarUnknown', 'nothingHeld'],
  },
  listProblems: {
    ...READ,
    path: '/accounts/{id}/problems',
    summary: 'List what waits or is not as it should be, the oldest first, with what to do',
    params: OF_ACCOUNT,
    query: Paging,
    answer: pageOf(AccountProblem),
    problems: ['notRegistered'],
  },
  listRejections: {
    ...READ,
    path: '/accounts/{id}/rejections',
    summary: 'List rows that could not be written, by webinar',
    params: OF_ACCOUNT,
    query: RejectionQuery,
    answer: pageOf(Rejection),
    problems: ['notRegistered'],
  },
  downloadRejections: {
    ...READ,
    path: '/accounts/{id}/rejections.csv',
    summary: 'Download the rows that could not be written as CSV, with formulas defused',
    params: OF_ACCOUNT,
    query: RejectionFilter,
    answer: z.string().meta({ description: 'UTF-8; the columns are the fields of a rejection.' }),
    media: 'text/csv',
    problems: ['notRegistered'],
  },
  retryRejections: {
    ...ASKED,
    path: '/accounts/{id}/rejections/retry',
    summary: 'Try the rows again that could not be written: sent once more, or read anew',
    body: NoBody,
    answer: Decided,
  },
  listAudit: {
    ...READ,
    path: '/accounts/{id}/audit',
    summary: 'List who did what, newest first; this outlives the account',
    params: OF_ACCOUNT,
    query: Paging,
    answer: pageOf(AuditEntry),
    problems: ['notRegistered'],
  },
  listAccess: {
    ...READ,
    path: '/access',
    summary: 'List who signed in or out as an operator, refusals and lockouts, newest first',
    params: NONE,
    query: Paging,
    answer: pageOf(Access),
    problems: [],
  },
  listOrphans: {
    ...READ,
    path: '/orphans',
    summary: 'List what Temporal has for accounts that are not linked here',
    params: NONE,
    query: Paging,
    answer: pageOf(Orphan),
    problems: [],
  },
  deleteOrphan: {
    method: 'DELETE',
    path: '/orphans/{id}',
    summary: 'End what Temporal has for an account that is not linked here',
    params: OF_ACCOUNT,
    query: NONE,
    body: null,
    status: 204,
    answer: null,
    problems: ['notOrphan'],
  },
} as const satisfies Record<string, Route>

export type RouteId = keyof typeof routes
export type RouteOf<Id extends RouteId> = (typeof routes)[Id]

const isRouteId = (id: string): id is RouteId => id in routes

export const ROUTE_IDS = Object.keys(routes).filter(isRouteId)

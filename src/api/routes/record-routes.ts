/** The API's routes for what is stored per account: runs, webinars, problems, rejections, audit trail. */
import { z } from 'zod'
import { AccountProblem, ProblemQuery } from '../account-problem.ts'
import { AuditEntry, AuditQuery } from '../audit-entry.ts'
import { ExplainBody, Explanation } from '../explanation.ts'
import { Decided, NoBody } from '../operation-bodies.ts'
import { pageOf, Paging } from '../paging.ts'
import { Rejection, RejectionFilter, RejectionQuery } from '../rejection.ts'
import { Run, RunQuery } from '../run.ts'
import { HeldDecision, Webinar, WebinarChange, WebinarQuery } from '../webinar.ts'
import { Finding, FindingQuery, Verification, VerificationQuery } from '../verification.ts'
import {
  NO_PARAMS,
  ACCOUNT_PARAMS,
  VERIFICATION_PARAMS,
  WEBINAR_PARAMS,
  OPERATION,
  READ,
} from './shared.ts'
import type { Route } from '../route.ts'

export const recordRoutes = {
  listRuns: {
    ...READ,
    path: '/accounts/{id}/runs',
    summary: 'List runs, newest first',
    params: ACCOUNT_PARAMS,
    query: RunQuery,
    answer: pageOf(Run),
    problems: ['notRegistered'],
  },
  listWebinars: {
    ...READ,
    path: '/accounts/{id}/webinars',
    summary: 'List webinars, newest first',
    params: ACCOUNT_PARAMS,
    query: WebinarQuery,
    answer: pageOf(Webinar),
    problems: ['notRegistered'],
  },
  changeWebinar: {
    method: 'PUT',
    path: '/accounts/{id}/webinars/{eventId}',
    summary: 'Exclude a webinar or include it again',
    params: WEBINAR_PARAMS,
    query: NO_PARAMS,
    body: WebinarChange,
    status: 200,
    answer: Webinar,
    problems: ['notRegistered', 'webinarUnknown'],
  },
  decideHeld: {
    ...OPERATION,
    path: '/accounts/{id}/webinars/{eventId}/held',
    summary: 'Apply or drop the held removals of a webinar',
    params: WEBINAR_PARAMS,
    body: HeldDecision,
    answer: Decided,
    problems: [...OPERATION.problems, 'webinarUnknown', 'nothingHeld'],
  },
  rebuildList: {
    ...OPERATION,
    path: '/accounts/{id}/webinars/{eventId}/rebuild',
    summary: "Write every row of a webinar's list again, in the account's time zone",
    params: WEBINAR_PARAMS,
    body: NoBody,
    answer: Decided,
    problems: [...OPERATION.problems, 'webinarUnknown', 'webinarNotRead', 'noList', 'paused'],
  },
  listProblems: {
    ...READ,
    path: '/accounts/{id}/problems',
    summary: 'List problems, oldest first, with what to do about them',
    params: ACCOUNT_PARAMS,
    query: ProblemQuery,
    answer: pageOf(AccountProblem),
    problems: ['notRegistered'],
  },
  listRejections: {
    ...READ,
    path: '/accounts/{id}/rejections',
    summary: 'List rows that could not be written, by webinar',
    params: ACCOUNT_PARAMS,
    query: RejectionQuery,
    answer: pageOf(Rejection),
    problems: ['notRegistered'],
  },
  downloadRejections: {
    ...READ,
    path: '/accounts/{id}/rejections.csv',
    summary: 'Download the rows that could not be written, as CSV with formulas escaped',
    params: ACCOUNT_PARAMS,
    query: RejectionFilter,
    answer: z.string().meta({ description: 'UTF-8. The columns are the fields of a rejection.' }),
    media: 'text/csv',
    problems: ['notRegistered'],
  },
  retryRejections: {
    ...OPERATION,
    path: '/accounts/{id}/rejections/retry',
    summary: 'Retry the rows that could not be written: send them again, or read them again',
    body: NoBody,
    answer: Decided,
  },
  listVerifications: {
    ...READ,
    path: '/accounts/{id}/verifications',
    summary: 'List comparisons of Act-On with ON24, newest first',
    params: ACCOUNT_PARAMS,
    query: VerificationQuery,
    answer: pageOf(Verification),
    problems: ['notRegistered'],
  },
  listFindings: {
    ...READ,
    path: '/accounts/{id}/verifications/{startedAt}/findings',
    summary: 'List what a comparison found, by webinar',
    params: VERIFICATION_PARAMS,
    query: FindingQuery,
    answer: pageOf(Finding),
    problems: ['notRegistered', 'verificationUnknown'],
  },
  explainPerson: {
    method: 'POST',
    path: '/accounts/{id}/explain',
    summary: 'Explain why the contacts of one person look as they do, webinar by webinar',
    params: ACCOUNT_PARAMS,
    query: Paging,
    body: ExplainBody,
    status: 200,
    answer: pageOf(Explanation),
    problems: ['notRegistered'],
  },
  listAudit: {
    ...READ,
    path: '/accounts/{id}/audit',
    summary: 'List the audit trail, newest first; it is kept after the account is removed',
    params: ACCOUNT_PARAMS,
    query: AuditQuery,
    answer: pageOf(AuditEntry),
    problems: ['notRegistered'],
  },
} as const satisfies Record<string, Route>

/** The API's routes for operations that the controller of an account carries out. */
import { BackfillBody, CancelBackfillBody, NoBody, PauseBody } from '../operation-bodies.ts'
import { VerifyBody } from '../verification.ts'
import { BACKFILL_PARAMS, OPERATION } from './shared.ts'
import type { Route } from '../route.ts'

export const operationRoutes = {
  pauseAccount: {
    ...OPERATION,
    path: '/accounts/{id}/pause',
    summary: 'Pause all work for an account',
    body: PauseBody,
  },
  resumeAccount: {
    ...OPERATION,
    path: '/accounts/{id}/resume',
    summary: 'Resume where a pause stopped',
    body: NoBody,
  },
  syncAccount: {
    ...OPERATION,
    path: '/accounts/{id}/sync',
    summary: 'Start a run now, or right after the current one',
    body: NoBody,
    problems: [...OPERATION.problems, 'paused'],
  },
  backfillAccount: {
    ...OPERATION,
    path: '/accounts/{id}/backfill',
    summary: 'Read the webinars of a range of days again, and write the differences to Act-On',
    body: BackfillBody,
  },
  cancelBackfill: {
    ...OPERATION,
    path: '/accounts/{id}/backfills/{range}/cancel',
    params: BACKFILL_PARAMS,
    summary: 'Stop a running backfill; what it has done stays',
    body: CancelBackfillBody,
    problems: [
      'noSuchRoute',
      'notRegistered',
      'noBackfill',
      'beingCancelled',
      'temporalUnavailable',
    ],
  },
  verifyAccount: {
    ...OPERATION,
    path: '/accounts/{id}/verify',
    summary: 'Compare Act-On with ON24 cell by cell, and repair the differences if asked to',
    body: VerifyBody,
    problems: [...OPERATION.problems, 'comparing', 'temporalUnavailable'],
  },
} as const satisfies Record<string, Route>

/** The API's routes for operations that the controller of an account carries out. */
import { BackfillBody, NoBody, PauseBody } from '../operation-bodies.ts'
import { OPERATION } from './shared.ts'
import type { Route } from '../route.ts'

export const operationRoutes = {
  pauseAccount: {
    ...OPERATION,
    path: '/accounts/{id}/pause',
    summary: 'Pause everything that is done for an account',
    body: PauseBody,
  },
  resumeAccount: {
    ...OPERATION,
    path: '/accounts/{id}/resume',
    summary: 'Go on where a pause has stopped',
    body: NoBody,
  },
  syncAccount: {
    ...OPERATION,
    path: '/accounts/{id}/sync',
    summary: 'Start a run now; one that is at work is followed by one more',
    body: NoBody,
    problems: [...OPERATION.problems, 'paused'],
  },
  backfillAccount: {
    ...OPERATION,
    path: '/accounts/{id}/backfill',
    summary: 'Read the webinars of a range of days, and write what Act-On lacks',
    body: BackfillBody,
  },
} as const satisfies Record<string, Route>

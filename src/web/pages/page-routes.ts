/** Routes of the operator pages. The protecting handlers run in the order given. */
import { join } from 'node:path'
import { type RequestHandler, Router } from 'express'
import { errorHandler } from '../error-handler.ts'
import { pageAssets } from '../page-assets.ts'
import { pageHeaders, securityHeaders } from '../page-headers.ts'
import { isCrossSite } from '../same-origin.ts'
import { signedInOperator } from '../sign-in/operator-session.ts'
import { requireSignIn } from '../sign-in/require-sign-in.ts'
import { signInRoutes } from '../sign-in/sign-in-routes.ts'
import { tabPath } from './account/account-tabs.ts'
import { excludePath } from './account/exclude-path.ts'
import { tabRoutes } from './account/tabs/tab-routes.ts'
import { showAccounts } from './accounts/show-accounts.ts'
import { receiveCancelBackfill, showCancelBackfill } from './actions/cancel-backfill.ts'
import { receiveExclude, showExclude } from './actions/exclude.ts'
import { receiveHeldDecision, showHeld } from './actions/held-removals.ts'
import { receiveRebuild, showRebuild } from './actions/rebuild.ts'
import { receiveAction } from './actions/receive-action.ts'
import { receiveStatusLink } from './actions/receive-status-link.ts'
import { receiveRetry, sendRejectionsCsv } from './actions/rejected-rows.ts'
import { showAction } from './actions/show-action.ts'
import { showInvitation } from './actions/show-invitation.ts'
import { FIND_AUDIT_PATH } from './audit/audit-paths.ts'
import { findAudit } from './audit/find-audit.ts'
import { showUnregisteredAudit } from './audit/show-unregistered-audit.ts'
import { showExplainForm, showExplanation } from './explain/show-explain.ts'
import { CHOSEN_PATH } from './chosen/chosen-page.ts'
import { DONE_PATH, showDoneChosen } from './chosen/chosen-result.ts'
import { receiveChosen } from './chosen/receive-chosen.ts'
import { showChosen } from './chosen/show-chosen.ts'
import { chosenBody, formBody } from './form-body.ts'
import { nothingHerePage, refusedPage } from './message-page.ts'
import { receiveNoticeTest, showNoticeTest } from './notices/receive-notice-test.ts'
import { orphanPath, ORPHANS_PATH } from './orphans/orphan-paths.ts'
import { receiveRemoveOrphan, showOrphans, showRemoveOrphan } from './orphans/orphan-routes.ts'
import { pageErrors } from './page-errors.ts'
import { receiveVerify } from './verification/receive-verify.ts'
import { showFindings } from './verification/show-findings.ts'
import { repairPath } from './verification/repair-path.ts'
import { showRepair } from './verification/show-repair.ts'
import { showReference } from './reference/show-reference.ts'
import { receiveChange, showChange } from './settings/change.ts'
import { receiveRegister, showRegister } from './settings/register.ts'
import { receiveRemove, showRemove } from './settings/remove.ts'
import { showRun } from './run/show-run.ts'
import type { Service } from '../../service.ts'

const ASSETS = join(import.meta.dirname, 'assets')

/**
 * Mount it at the root, after all other routes. Unknown paths go to the next handler, unless an operator is signed
 * in.
 */
export function pageRoutes(parts: Service): Router {
  const signedIn = requireSignIn(parts)
  const router = Router()
  router.use(securityHeaders(), pageHeaders)
  router.use('/assets', pageAssets(ASSETS))
  router.use(refuseCrossSite(parts.config.http.publicUrl))
  router.use(signInRoutes(parts))
  router.get('/docs', showReference())
  router.get('/', signedIn, showAccounts(parts))
  router.get('/accounts', (_request, response) => response.redirect('/'))
  router
    .route('/notices/test')
    .get(signedIn, showNoticeTest)
    .post(signedIn, formBody, receiveNoticeTest(parts))
  router.get(FIND_AUDIT_PATH, signedIn, findAudit)
  router.use(ORPHANS_PATH, signedIn)
  router.get(ORPHANS_PATH, showOrphans(parts))
  router
    .route(orphanPath(':id'))
    .get(showRemoveOrphan(parts))
    .post(formBody, receiveRemoveOrphan(parts))
  router.use('/accounts/:id', signedIn)
  router.route(CHOSEN_PATH).get(showChosen(parts)).post(chosenBody, receiveChosen(parts))
  router.get(DONE_PATH, showDoneChosen(parts))
  router.route('/accounts/new').get(showRegister).post(formBody, receiveRegister(parts))
  router.route('/accounts/:id/change').get(showChange(parts)).post(formBody, receiveChange(parts))
  router.route('/accounts/:id/remove').get(showRemove(parts)).post(formBody, receiveRemove(parts))
  router.get(tabPath(':id', 'audit'), showUnregisteredAudit(parts))
  router.use(tabRoutes(parts))
  router.get('/accounts/:id/rejections.csv', sendRejectionsCsv(parts))
  router.post('/accounts/:id/verifications', formBody, receiveVerify(parts))
  router.get('/accounts/:id/verifications/:startedAt', showFindings(parts))
  router
    .route('/accounts/:id/explain')
    .get(showExplainForm(parts))
    .post(formBody, showExplanation(parts))
  router.get('/accounts/:id/runs/:workflowId/:runId', showRun(parts))
  router.get(repairPath(':id'), showRepair(parts))
  router.get('/accounts/:id/invitation', showInvitation(parts))
  router.post('/accounts/:id/status-link', formBody, receiveStatusLink(parts))
  router.route('/accounts/:id/:action').get(showAction(parts)).post(formBody, receiveAction(parts))
  router
    .route(excludePath(':id', ':eventId'))
    .get(showExclude(parts))
    .post(formBody, receiveExclude(parts))
  router
    .route('/accounts/:id/webinars/:eventId/held')
    .get(showHeld(parts))
    .post(formBody, receiveHeldDecision(parts))
  router
    .route('/accounts/:id/webinars/:eventId/rebuild')
    .get(showRebuild(parts))
    .post(formBody, receiveRebuild(parts))
  router
    .route('/accounts/:id/backfills/:range/cancel')
    .get(showCancelBackfill(parts))
    .post(formBody, receiveCancelBackfill(parts))
  router.post('/accounts/:id/rejections/retry', formBody, receiveRetry(parts))
  router.use(nothingHere(parts))
  router.use(errorHandler(parts.logger, pageErrors))
  return router
}

function nothingHere(parts: Service): RequestHandler {
  return async (request, response, next) => {
    if ((await signedInOperator(parts, request)) === null) next()
    else response.status(404).send(nothingHerePage())
  }
}

/** For every request that may change something. */
function refuseCrossSite(publicUrl: string): RequestHandler {
  return (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!isRead && isCrossSite(request, publicUrl)) response.status(403).send(refusedPage())
    else next()
  }
}

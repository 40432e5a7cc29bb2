/** `/accounts/:id/backfills/:range/cancel`: asks for confirmation, and cancels the backfill. */
import type { Request, RequestHandler } from 'express'
import { z } from 'zod'
import { BackfillRange } from '../../../api/operation-bodies.ts'
import type { BackfillRequest } from '../../../contracts/operations.ts'
import type { Service } from '../../../service.ts'
import { operatorNameOf, requesterOf } from '../../api/require-operator.ts'
import { cancelBackfill, checkCanBeCancelled, daysOf } from '../../use-cases/cancel-backfill.ts'
import { tabPath } from '../account/account-tabs.ts'
import { setFlash } from '../flash.ts'
import { requestedAccount } from '../requested-account.ts'
import { cancelBackfillPage } from './cancel-backfill-page.ts'

/** Throws a Problem if there is nothing to cancel. */
export function showCancelBackfill({ store }: Service): RequestHandler {
  return async (request, response, next) => {
    const account = await requestedAccount(request, store)
    const backfill = requestedBackfill(request)
    const operator = operatorNameOf(request)
    if (backfill === null) {
      next()
      return
    }
    await checkCanBeCancelled({ store }, account.on24ClientId, backfill)
    response.send(cancelBackfillPage({ operator, account, backfill }))
  }
}

/** Throws a Problem if the backfill has ended in the meantime, or if Temporal does not answer. */
export function receiveCancelBackfill(parts: Service): RequestHandler {
  return async (request, response, next) => {
    const { on24ClientId } = await requestedAccount(request, parts.store)
    const backfill = requestedBackfill(request)
    if (backfill === null) {
      next()
      return
    }
    await cancelBackfill(parts, on24ClientId, backfill, requesterOf(request))
    setFlash(parts, response, 'backfillCancelled')
    response.redirect(303, tabPath(on24ClientId, 'runs'))
  }
}

const DryRun = z.literal('true').optional()

/** Null for a path or a query that is none of ours. */
function requestedBackfill({ params, query }: Request): BackfillRequest | null {
  const days = BackfillRange.safeParse(params['range'])
  const dryRun = DryRun.safeParse(query['dryRun'])
  if (!days.success || !dryRun.success) return null
  return { ...daysOf(days.data), dryRun: dryRun.data === 'true' }
}

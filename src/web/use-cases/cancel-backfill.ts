/** Stops a running backfill. The backfill itself ends as soon as its calls to the vendors have ended. */
import type { BackfillRequest } from '../../contracts/operations.ts'
import { backfillId } from '../../contracts/temporal-names.ts'
import { rangeInWords, type Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { recordAudit } from '../../store/audit.ts'
import { Problem } from '../api/problem.ts'
import { askTemporal } from './ask-temporal.ts'
import { accountOf } from './account-of.ts'

/** Throws a Problem if no backfill of these days is running, or if Temporal does not answer. */
export async function cancelBackfill(
  service: Service,
  on24ClientId: string,
  request: BackfillRequest,
  { actor, address }: Requester,
): Promise<{ readonly workflowId: string }> {
  const { store, backfills, now } = service
  await accountOf(store, on24ClientId)
  const isCancelled = await askTemporal(service, 'The backfill goes on', () =>
    backfills.cancel(on24ClientId, request),
  )
  await recordAudit(store, {
    ...{ on24ClientId, at: now(), actor, address, action: 'backfillCancelled' },
    about: rangeInWords(request),
    result: isCancelled ? 'ok' : 'noBackfill',
  })
  if (!isCancelled)
    throw new Problem('noBackfill', 'Look at the runs of the account: they show those that are.')
  return { workflowId: backfillId(on24ClientId, request) }
}

/** @param range as in a path: `2025-01-01..2025-12-31`. */
export function daysOf(range: string): Pick<BackfillRequest, 'from' | 'to'> {
  const [from = '', to = ''] = range.split('..')
  return { from, to }
}

/** Stops a running backfill. The backfill itself ends as soon as its calls to the vendors have ended. */
import type { BackfillRequest } from '../../contracts/operations.ts'
import { backfillId } from '../../contracts/temporal-names.ts'
import { rangeInWords, type Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { recordAudit } from '../../store/audit.ts'
import { openBackfill } from '../../store/runs/cancelled-backfills.ts'
import { Problem } from '../api/problem.ts'
import { askTemporal } from './ask-temporal.ts'
import { accountOf } from './account-of.ts'

/** Throws a Problem if the store knows no backfill of these days that can be cancelled: nobody is asked to confirm then. */
export async function checkCanBeCancelled(
  { store }: Pick<Service, 'store'>,
  on24ClientId: string,
  request: BackfillRequest,
): Promise<void> {
  const open = await openBackfill(store, on24ClientId, request)
  if (open === null) throw noBackfill()
  if (open.cancelAskedAt !== null) throw beingCancelled()
}

/** Throws a Problem if no backfill of these days is running, or it is being cancelled, or Temporal does not answer. */
export async function cancelBackfill(
  service: Service,
  on24ClientId: string,
  request: BackfillRequest,
  { actor, address }: Requester,
): Promise<{ readonly workflowId: string }> {
  const { store, backfills, now } = service
  await accountOf(store, on24ClientId)
  const answer = await askTemporal(service, 'The backfill goes on', () =>
    backfills.cancel(on24ClientId, request),
  )
  await recordAudit(store, {
    ...{ on24ClientId, at: now(), actor, address, action: 'backfillCancelled' },
    about: rangeInWords(request),
    result: answer === 'cancelled' ? 'ok' : answer,
  })
  if (answer === 'noBackfill') throw noBackfill()
  if (answer === 'beingCancelled') throw beingCancelled()
  return { workflowId: backfillId(on24ClientId, request) }
}

function noBackfill(): Problem {
  return new Problem('noBackfill', 'Look at the runs of the account: they show those that are.')
}

function beingCancelled(): Problem {
  const detail = 'Wait for its end: it comes once its calls to the vendors have ended.'
  return new Problem('beingCancelled', detail)
}

/** @param range as in a path: `2025-01-01..2025-12-31`. */
export function daysOf(range: string): Pick<BackfillRequest, 'from' | 'to'> {
  const [from = '', to = ''] = range.split('..')
  return { from, to }
}

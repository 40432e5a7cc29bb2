/** Requests a comparison of an account's lists with ON24. It waits while the account is paused. */
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { activeComparisons } from '../../store/runs/backfills.ts'
import { recordAudit } from '../../store/audit.ts'
import { Problem } from '../api/problem.ts'
import { askTemporal } from './ask-temporal.ts'
import { checkLinked } from './decide-rows.ts'

const NOT_STARTED = 'No comparison was started'

/** Throws AccountNotLinked, and a Problem, also while another comparison runs or Temporal does not answer. */
export async function verifyAccount(
  service: Service,
  on24ClientId: string,
  { repair }: { readonly repair: boolean },
  { actor, address }: Requester,
): Promise<{ readonly workflowId: string }> {
  const { store, comparisons, now } = service
  await checkLinked(service, on24ClientId)
  const mode = { repair, writes: repair }
  // Unlike other operations, a comparison is not stored first: nothing would be lost.
  const started = await askTemporal(service, NOT_STARTED, async () =>
    (await isComparing(service, on24ClientId)) ? null : comparisons.start(on24ClientId, mode),
  )
  const isNew = started?.isNew === true
  const entry = { on24ClientId, at: now(), actor, address, action: 'verify' } as const
  const about = repair ? 'repair' : null
  await recordAudit(store, { ...entry, about, result: isNew ? 'ok' : 'comparing' })
  if (!isNew) refuse()
  return { workflowId: started.workflowId }
}

/** Throws what a request would throw now. */
export async function checkCanBeVerified(service: Service, on24ClientId: string): Promise<void> {
  await checkLinked(service, on24ClientId)
  const ask = () => isComparing(service, on24ClientId)
  if (await askTemporal(service, NOT_STARTED, ask)) refuse()
}

/** Also if the weekly comparison was only just started. */
async function isComparing(
  { store, comparisons }: Pick<Service, 'store' | 'comparisons'>,
  on24ClientId: string,
): Promise<boolean> {
  const known = await activeComparisons(store, on24ClientId)
  const ids = known.map(({ workflowId }) => workflowId)
  return comparisons.isRunning(on24ClientId, ids)
}

function refuse(): never {
  throw new Problem('comparing', 'Wait until it has ended, or cancel it in Temporal.')
}

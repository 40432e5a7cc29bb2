/** Requests a comparison of an account's lists with ON24. It waits while the account is paused. */
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { AccountNotLinked } from '../../store/accounts/account.ts'
import { inTime } from '../../temporal/in-time.ts'
import { isTemporalAway } from '../../temporal/temporal-away.ts'
import { recordAudit } from '../../store/audit.ts'
import { Problem } from '../api/problem.ts'
import { accountNotBeingRemoved } from './account-of.ts'

/** Throws AccountNotLinked, and a Problem, also while another requested comparison runs or Temporal does not answer. */
export async function verifyAccount(
  { store, client, comparisons, now }: Service,
  on24ClientId: string,
  { repair }: { readonly repair: boolean },
  { actor, address }: Requester,
): Promise<{ readonly workflowId: string }> {
  const { linkedAt } = await accountNotBeingRemoved(store, on24ClientId)
  if (linkedAt === null) throw new AccountNotLinked(on24ClientId)
  const mode = { repair, writes: repair }
  const { workflowId, isNew } = await inTime(client, () =>
    comparisons.start(on24ClientId, mode),
  ).catch(notStarted)
  const entry = { on24ClientId, at: now(), actor, address, action: 'verify' } as const
  const about = repair ? 'repair' : null
  await recordAudit(store, { ...entry, about, result: isNew ? 'ok' : 'comparing' })
  if (isNew) return { workflowId }
  throw new Problem('comparing', 'Wait until it has ended, or cancel it in Temporal.')
}

const RETRY_MS = 60_000

/** Unlike other operations, a comparison is not stored first: nothing would be lost. */
function notStarted(error: unknown): never {
  if (!isTemporalAway(error)) throw error
  const detail = 'No comparison was started: try again later.'
  throw new Problem('temporalUnavailable', detail, { retryAfterMs: RETRY_MS })
}

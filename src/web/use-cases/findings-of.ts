/** What a comparison found, for the API and the pages. */
import type { AccountProblem } from '../../api/account-problem.ts'
import { viewProblem } from '../../api/problem-view.ts'
import { StartedAt, type Finding } from '../../api/verification.ts'
import { concernsExtraRows } from '../../contracts/trouble.ts'
import type { Store } from '../../store/database.ts'
import type { Page } from '../../store/page-cursor.ts'
import { troublesOfAccount } from '../../store/troubles/troubles.ts'
import { leavesExtraRows } from '../../store/verifications/extra-rows.ts'
import {
  type FindingListRequest,
  findVerification,
  listFindings,
} from '../../store/verifications/verification-list.ts'
import { Problem } from '../api/problem.ts'

/** Throws a Problem for a comparison that does not exist, and CursorUnknown. */
export async function findingsOf(
  store: Store,
  on24ClientId: string,
  startedAt: string,
  request: FindingListRequest,
): Promise<Page<Finding>> {
  return listFindings(store, await runKeyOf(store, on24ClientId, startedAt), request)
}

/** Why rows that a repair found are still in their lists. Throws a Problem for a comparison that does not exist. */
export async function problemsLeftBy(
  store: Store,
  on24ClientId: string,
  startedAt: string,
): Promise<readonly AccountProblem[]> {
  const runKey = await runKeyOf(store, on24ClientId, startedAt)
  if (!(await leavesExtraRows(store, runKey))) return []
  const troubles = await troublesOfAccount(store, on24ClientId)
  return troubles.filter(concernsExtraRows).map(viewProblem)
}

async function runKeyOf(store: Store, on24ClientId: string, startedAt: string): Promise<string> {
  const time = StartedAt.safeParse(startedAt)
  const runKey = time.success
    ? await findVerification(store, on24ClientId, new Date(time.data))
    : null
  if (runKey !== null) return runKey
  const detail = 'Use the startedAt of one in the list of verifications.'
  throw new Problem('verificationUnknown', detail)
}

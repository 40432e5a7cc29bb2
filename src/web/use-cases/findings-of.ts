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
  type FoundVerification,
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
  const { runKey } = await comparisonOf(store, on24ClientId, startedAt)
  return listFindings(store, runKey, request)
}

/** Why rows that a repair found are still in their lists. */
export async function problemsLeftBy(
  store: Store,
  on24ClientId: string,
  runKey: string,
): Promise<readonly AccountProblem[]> {
  if (!(await leavesExtraRows(store, runKey))) return []
  const troubles = await troublesOfAccount(store, on24ClientId)
  return troubles.filter(concernsExtraRows).map(viewProblem)
}

/** Throws a Problem for a comparison that does not exist. */
export async function comparisonOf(
  store: Store,
  on24ClientId: string,
  startedAt: string,
): Promise<FoundVerification> {
  const time = StartedAt.safeParse(startedAt)
  const found = time.success
    ? await findVerification(store, on24ClientId, new Date(time.data))
    : null
  if (found !== null) return found
  const detail = 'Use the startedAt of one in the list of verifications.'
  throw new Problem('verificationUnknown', detail)
}

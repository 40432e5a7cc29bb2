/** What a comparison found, for the API and the pages. */
import { StartedAt, type Finding } from '../../api/verification.ts'
import type { Store } from '../../store/database.ts'
import type { Page } from '../../store/page-cursor.ts'
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
  const time = StartedAt.safeParse(startedAt)
  const runKey = time.success
    ? await findVerification(store, on24ClientId, new Date(time.data))
    : null
  if (runKey === null) {
    const detail = 'Use the startedAt of one in the list of verifications.'
    throw new Problem('verificationUnknown', detail)
  }
  return listFindings(store, runKey, request)
}

/** Checks where an account's notices are to go, beyond what the schemas of the API can see. */
import { isLoopback } from '../../config/loopback.ts'
import type { Service } from '../../service.ts'
import type { RecipientsChange } from '../../store/notice-recipients.ts'
import { invalid } from '../api/read-request.ts'

/**
 * Throws a Problem. A service that others reach posts to no address of its own machine: an operator's token is no right
 * to talk to what listens there.
 */
export function checkRecipients(
  { http }: Service['config'],
  { notifySlackUrl }: RecipientsChange,
): void {
  if (typeof notifySlackUrl !== 'string' || isLoopback(http.publicUrl)) return
  if (!isLoopback(notifySlackUrl)) return
  throw invalid([{ field: 'notifySlackUrl', detail: 'must not lead to this machine' }])
}

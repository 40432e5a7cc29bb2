/** After an operator's decision about rows, which is stored already: a run carries it out at once, if one can start. */
import { isGrpcServiceError, ServiceError } from '@temporalio/client'
import { AccountPaused, type Asker, signalAccount, type SignallingParts } from './signal-account.ts'

/**
 * False while the account is paused, or Temporal is away: then the next run does it. Throws AccountNotLinked.
 */
export async function askForRun(
  parts: SignallingParts,
  on24ClientId: string,
  asker: Asker,
): Promise<boolean> {
  try {
    // Looked at here, too: the audit trail has no refusal of what nobody has asked for.
    if ((await parts.schedules.readPause(on24ClientId)) !== null) return false
    await signalAccount(parts, on24ClientId, { signal: 'syncNow' }, asker)
    return true
  } catch (error) {
    if (error instanceof AccountPaused || isTemporalAway(error)) return false
    throw error
  }
}

export function isTemporalAway(error: unknown): boolean {
  return error instanceof ServiceError || isGrpcServiceError(error)
}

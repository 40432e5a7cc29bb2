/** After an operator's decision about rows, which is stored already: a run carries it out at once, if one can start. */
import {
  AccountPaused,
  isPausedNow,
  signalAccount,
  type SignallingParts,
} from './signal-account.ts'
import type { Asker } from './store-operation.ts'

/** False while the account is paused: then its resume does it. Throws AccountNotLinked. */
export async function askForRun(
  parts: SignallingParts,
  on24ClientId: string,
  asker: Asker,
): Promise<boolean> {
  // Looked at here, too: the audit trail has no refusal of what nobody has asked for.
  if (await isPausedNow(parts, on24ClientId)) return false
  try {
    await signalAccount(parts, on24ClientId, { signal: 'syncNow' }, asker)
    return true
  } catch (error) {
    if (error instanceof AccountPaused) return false
    throw error
  }
}

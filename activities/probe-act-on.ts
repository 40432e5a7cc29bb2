import { cancellationSignal } from '@temporalio/activity'
import type { ProbeAnswer } from '../src/contracts/operations.ts'
import { checkActOn } from '../src/operating/check-act-on.ts'
import { getAccount } from '../src/store/accounts/accounts.ts'
import type { Service } from '../src/service.ts'
import { secondsToProbe, standingOf } from '../src/store/accounts/account.ts'

/** Asks whether Act-On accepts the account's calls again; if so, a run is started. */
export function createProbeActOn(context: Service) {
  return async function probeActOn({
    on24ClientId,
  }: {
    on24ClientId: string
  }): Promise<ProbeAnswer> {
    const { goesOn } = await checkActOn(context, on24ClientId, cancellationSignal())
    const account = await getAccount(context.store, on24ClientId)
    return {
      goesOn,
      probeInSeconds: secondsToProbe(account, context.now()),
      standing: standingOf(account),
    }
  }
}

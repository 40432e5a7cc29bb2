/** The Act-On client of a run. Counts its calls; a call that succeeds ends the waiting for that endpoint. */
import type { ActOnClient } from '../../src/act-on/client.ts'
import type { SlotWatch } from '../../src/contracts/vendor-call.ts'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import type { Service } from '../../src/service.ts'
import type { RateLimitPatience } from './rate-limit-patience.ts'
import type { RunWork } from '../run/run-work.ts'
import type { Account } from '../../src/store/accounts/account.ts'

export function runActOnClient(
  { vendors, tokens }: Service,
  account: Account,
  { kind }: RunReference,
  work: RunWork,
  patience: RateLimitPatience,
  slots?: SlotWatch,
): ActOnClient {
  return vendors.actOn(
    account,
    (options) => tokens.accessToken(account.on24ClientId, options),
    {
      onCall: work.onCall,
      slots,
      onAccepted: (endpoint) => {
        patience.onAccepted(endpoint)
      },
    },
    kind,
  )
}

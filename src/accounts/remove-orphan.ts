/** Ends the Schedule, controller and runs in Temporal of an account that is not linked in this store. */
import type { Service } from '../service.ts'
import { findAccount } from '../store/accounts/accounts.ts'
import { recordAudit } from '../store/audit.ts'
import { forgetOrphan } from '../store/accounts/orphans.ts'
import type { RemovalParts } from './remove-account.ts'
import { withLifecycleLease } from './lifecycle-lease.ts'

/** Returns false and touches nothing if it is not an orphan or has been linked since. */
export async function removeOrphan(
  { store, now, schedules, controllers, accountWork }: RemovalParts & Pick<Service, 'now'>,
  on24ClientId: string,
  by: { readonly actor: string; readonly address: string | null },
  signal: AbortSignal,
): Promise<boolean> {
  return withLifecycleLease(store, on24ClientId, signal, async (leased) => {
    const account = await findAccount(store, on24ClientId)
    const isLinked = account !== undefined && account.linkedAt !== null
    if (isLinked || !(await forgetOrphan(store, on24ClientId))) return false
    leased.throwIfAborted()
    await schedules.remove(on24ClientId)
    await accountWork.end(on24ClientId, [], leased)
    await controllers.end(on24ClientId)
    const entry = { on24ClientId, at: now(), ...by } as const
    await recordAudit(store, { ...entry, action: 'orphanRemoved', about: null, result: 'ok' })
    return true
  })
}

/** Changes that depend on ON24's answer. The audit trail records each attempt, whatever its result. */
import { type NewAuditEntry, recordAudit } from '../../store/audit.ts'
import type { AlsoStore, Store } from '../../store/database.ts'
import type { Service } from '../../service.ts'
import type { Requester } from '../../operating/store-operation.ts'
import { on24Problem } from './on24-problems.ts'
import { Problem } from './problem.ts'
import { AccountBeingRemoved } from '../../store/accounts/account.ts'

const ON24_TIMEOUT_MS = 30_000

type Attempted = Pick<NewAuditEntry, 'on24ClientId' | 'action' | 'about'>

/** `work` stores the audit entry in the transaction of its change. A refusal is recorded and thrown as a Problem. */
export async function attempt(
  { store, now }: Pick<Service, 'store' | 'now'>,
  { actor, address }: Requester,
  attempted: Attempted,
  work: (signal: AbortSignal, alsoStore: AlsoStore) => Promise<void>,
): Promise<void> {
  const record = (tx: Store, result: string) =>
    recordAudit(tx, { ...attempted, at: now(), actor, address, result })
  try {
    await work(AbortSignal.timeout(ON24_TIMEOUT_MS), (tx) => record(tx, 'ok'))
  } catch (error) {
    const problem = problemOf(error)
    if (problem !== null) await record(store, problem.word)
    throw problem ?? error
  }
}

function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (error instanceof AccountBeingRemoved) {
    return new Problem(
      'beingRemoved',
      'Register it again after the removal has finished, in about a minute.',
    )
  }
  return on24Problem(error)
}

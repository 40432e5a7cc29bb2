/** Something that ON24 has a say in: it is in the audit trail whatever came of it. */
import { type NewAuditEntry, recordAudit } from '../../store/audit.ts'
import type { AlsoStore, Store } from '../../store/database.ts'
import type { Service } from '../../service.ts'
import type { Call } from './handler.ts'
import { on24Problem } from './on24-problems.ts'
import { Problem } from './problem.ts'
import { AccountBeingRemoved } from '../../store/accounts/account.ts'

const ON24_ANSWERS_WITHIN_MS = 30_000

type Attempted = Pick<NewAuditEntry, 'on24ClientId' | 'action' | 'about'>

/** `work` stores the entry together with what it changes. A refusal is thrown as a Problem, and recorded. */
export async function attempt(
  { store, now }: Pick<Service, 'store' | 'now'>,
  { actor, address }: Call,
  attempted: Attempted,
  work: (signal: AbortSignal, alsoStore: AlsoStore) => Promise<void>,
): Promise<void> {
  const record = (tx: Store, result: string) =>
    recordAudit(tx, { ...attempted, at: now(), actor, address, result })
  try {
    await work(AbortSignal.timeout(ON24_ANSWERS_WITHIN_MS), (tx) => record(tx, 'ok'))
  } catch (error) {
    const problem = problemOf(error)
    if (problem !== null) await record(store, problem.word)
    throw problem ?? error
  }
}

function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (error instanceof AccountBeingRemoved) {
    return new Problem('beingRemoved', 'Register it again once it is gone, in about a minute.')
  }
  return on24Problem(error)
}

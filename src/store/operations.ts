/**
 * Operations that operators requested for accounts. Each is an entry of the audit trail and is carried out once, by
 * whichever process. A pause or resume applies from the moment it is stored; the Schedule follows.
 */
import { type Selectable, sql } from 'kysely'
import type {
  Operation,
  Operated,
  OperationResult,
  PauseOrResume,
} from '../contracts/operations.ts'
import { lockAccount } from './accounts/accounts.ts'
import { recordAsked, settleAudit } from './audit.ts'
import { inTransaction, type Store } from './database.ts'
import { notePauseOrResume } from './accounts/pauses.ts'
import type { AuditEntryTable, OperationTable } from './schema.ts'

/** SQL condition; there is an index for it. */
const IS_PAUSE_OR_RESUME = sql<boolean>`request->>'signal' in ('pause', 'resume')`

export interface StoredOperation {
  readonly auditId: string
  readonly on24ClientId: string
  readonly operation: Operation
  /** For a pause or resume: whether it changes the account's pause. */
  readonly changesPause: boolean
  /** Null until it was carried out. */
  readonly outcome: Pick<Operated, 'result' | 'detail'> | null
}

export type StoredPauseOrResume = StoredOperation & { readonly operation: PauseOrResume }

export interface NewOperation {
  readonly operation: Operation
  /** The actor's name in the audit trail, e.g. `operator:<name>`. */
  readonly actor: string
  readonly address: string | null
  readonly action: AuditEntryTable['action']
  readonly about: string | null
  /** Identifies a signal, so that it is stored once. Null for a request over HTTP. */
  readonly signalKey: string | null
  readonly at: Date
}

/**
 * Stores the operation and returns the id of its audit entry. A pause or resume is also stored in the account. An
 * operation with the same `signalKey` is not stored again. The account's row is locked, so that the order of the ids is
 * the order in which pauses and resumes were stored. Null if the account is not registered.
 */
export async function storeOperation(
  store: Store,
  on24ClientId: string,
  { operation, signalKey, ...entry }: NewOperation,
): Promise<string | null> {
  return inTransaction(store, async (tx) => {
    const account = await lockAccount(tx, on24ClientId)
    if (account === undefined) return null
    const known = signalKey === null ? null : await findBySignal(tx, on24ClientId, signalKey)
    if (known !== null) return known
    const auditId = await recordAsked(tx, { on24ClientId, ...entry })
    // If an earlier pause or resume is still to be applied, this one has to change the Schedule, too.
    const changesPause =
      isPauseOrResume(operation) &&
      [
        await notePauseOrResume(tx, account, operation, entry.at),
        (await unsettledPauseOrResume(tx, on24ClientId))?.changesPause,
      ].includes(true)
    await tx
      .insertInto('operation')
      .values({
        auditId,
        on24ClientId,
        signalKey,
        request: JSON.stringify(operation),
        changesPause,
      })
      .execute()
    return auditId
  })
}

async function findBySignal(
  tx: Store,
  on24ClientId: string,
  signalKey: string,
): Promise<string | null> {
  const found = await tx
    .selectFrom('operation')
    .select('auditId')
    .where('on24ClientId', '=', on24ClientId)
    .where('signalKey', '=', signalKey)
    .executeTakeFirst()
  return found === undefined ? null : String(found.auditId)
}

export async function findOperation(
  store: Store,
  on24ClientId: string,
  auditId: string,
): Promise<StoredOperation | null> {
  const row = await store
    .selectFrom('operation')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where('auditId', '=', auditId)
    .executeTakeFirst()
  return row === undefined ? null : operationOf(row)
}

/** The latest pause or resume, if the Schedule does not follow it yet. */
export async function unsettledPauseOrResume(
  store: Store,
  on24ClientId: string,
): Promise<StoredPauseOrResume | null> {
  const newest = await latestPauseOrResume(store, on24ClientId)
  return newest?.outcome === null ? newest : null
}

/** The latest requested pause or resume, settled or not. */
export async function latestPauseOrResume(
  store: Store,
  on24ClientId: string,
): Promise<StoredPauseOrResume | null> {
  const row = await store
    .selectFrom('operation')
    .selectAll()
    .where('on24ClientId', '=', on24ClientId)
    .where(IS_PAUSE_OR_RESUME)
    .orderBy('auditId', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  const stored = operationOf(row)
  const { operation } = stored
  return isPauseOrResume(operation) ? { ...stored, operation } : null
}

/**
 * The pause or resume changes the Schedule, although the store did not expect it. An attempt after a crash relies on
 * this.
 */
export async function markChangesPause(store: Store, auditId: string): Promise<void> {
  await store
    .updateTable('operation')
    .set({ changesPause: true })
    .where('auditId', '=', auditId)
    .execute()
}

const AUDIT_RESULTS = {
  done: 'ok',
  unchanged: 'unchanged',
  refused: 'refused',
  overtaken: 'overtaken',
} as const satisfies Record<OperationResult, string>

/**
 * Stores the result once, also in the audit trail. A pause or resume also settles earlier ones that were not carried
 * out. False if the operation already had a result.
 */
export async function settleOperation(
  store: Store,
  { on24ClientId, auditId, operation }: StoredOperation,
  { result, detail }: Pick<Operated, 'result' | 'detail'>,
): Promise<boolean> {
  return inTransaction(store, async (tx) => {
    await lockAccount(tx, on24ClientId)
    const isSettled = await settle(tx, on24ClientId, auditId, { result, detail })
    if (!isPauseOrResume(operation)) return isSettled
    const earlier = await tx
      .selectFrom('operation')
      .select('auditId')
      .where('on24ClientId', '=', on24ClientId)
      .where('auditId', '<', auditId)
      .where('result', 'is', null)
      .where(IS_PAUSE_OR_RESUME)
      .execute()
    for (const { auditId: id } of earlier) {
      await settle(tx, on24ClientId, String(id), { result: 'overtaken', detail: OVERTAKEN })
    }
    return isSettled
  })
}

const OVERTAKEN = 'A later pause or resume was carried out before it.'

async function settle(
  tx: Store,
  on24ClientId: string,
  auditId: string,
  outcome: Pick<Operated, 'result' | 'detail'>,
): Promise<boolean> {
  const settled = await tx
    .updateTable('operation')
    .set(outcome)
    .where('auditId', '=', auditId)
    .where('result', 'is', null)
    .returning('auditId')
    .executeTakeFirst()
  if (settled === undefined) return false
  await settleAudit(tx, on24ClientId, auditId, AUDIT_RESULTS[outcome.result])
  return true
}

/** Operations of linked accounts that have been waiting for `forSeconds`, in the order of the requests. */
export async function unansweredOperations(
  store: Store,
  forSeconds: number,
): Promise<StoredOperation[]> {
  const rows = await store
    .selectFrom('operation')
    .innerJoin('account', 'account.on24ClientId', 'operation.on24ClientId')
    .selectAll('operation')
    .where('result', 'is', null)
    // A time in the future comes from a clock that was ahead.
    .where(
      sql<boolean>`not asked_at between service_now() - ${forSeconds} * interval '1 second' and service_now()`,
    )
    .where('account.linkedAt', 'is not', null)
    .where('account.removalSince', 'is', null)
    .orderBy('auditId')
    .execute()
  return rows.map(operationOf)
}

function operationOf(row: Selectable<OperationTable>): StoredOperation {
  return {
    // The embedded store returns it as a number.
    auditId: String(row.auditId),
    on24ClientId: row.on24ClientId,
    operation: row.request,
    changesPause: row.changesPause,
    outcome: row.result === null ? null : { result: row.result, detail: row.detail ?? '' },
  }
}

function isPauseOrResume(operation: Operation): operation is PauseOrResume {
  return operation.signal === 'pause' || operation.signal === 'resume'
}

/**
 * What operators asked of accounts: each is an entry of the audit trail that is carried out once, whoever does it. A
 * pause or a resume is the account's wish from the moment it is stored; the Schedule follows.
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

/** In SQL; there is an index for it. */
const IS_PAUSE_OR_RESUME = sql<boolean>`request->>'signal' in ('pause', 'resume')`

export interface StoredOperation {
  readonly auditId: string
  readonly on24ClientId: string
  readonly operation: Operation
  /** Of a pause or resume: the account stood otherwise before. */
  readonly changesPause: boolean
  /** Null until it was carried out. */
  readonly outcome: Pick<Operated, 'result' | 'detail'> | null
}

export type StoredPauseOrResume = StoredOperation & { readonly operation: PauseOrResume }

export interface NewOperation {
  readonly operation: Operation
  /** As in the audit trail, e.g. `operator:<name>`. */
  readonly actor: string
  readonly address: string | null
  readonly action: AuditEntryTable['action']
  readonly about: string | null
  /** Of a signal: it is stored once. Null for what comes over HTTP. */
  readonly signalKey: string | null
  readonly at: Date
}

/**
 * Stores it, a pause or resume as the account's wish, too, and says where. What has the same key is stored already. The account's row is locked
 * meanwhile, so that the ids of an account's operations are in the order in which its wishes were stored. Null for an account that is not registered.
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
    // What an earlier turn was to bring about, and did not yet, the later one has to see to.
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

/** What the account is to be, if the Schedule does not say so yet. */
export async function unsettledPauseOrResume(
  store: Store,
  on24ClientId: string,
): Promise<StoredPauseOrResume | null> {
  const newest = await latestPauseOrResume(store, on24ClientId)
  return newest?.outcome === null ? newest : null
}

/** The latest pause or resume that was asked for, settled or not. */
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

/** Something follows from the turn, whatever the store said when it was stored: an attempt that is cut short goes on with it. */
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
 * Says once what became of it, in the audit trail, too. A pause or resume ends those that were asked for before it
 * and are still to be carried out. False when somebody has said it before.
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

/** What nobody has carried out for so long, in the order in which it was asked for. Of linked accounts alone. */
export async function unansweredOperations(
  store: Store,
  forSeconds: number,
): Promise<StoredOperation[]> {
  const rows = await store
    .selectFrom('operation')
    .innerJoin('account', 'account.on24ClientId', 'operation.on24ClientId')
    .selectAll('operation')
    .where('result', 'is', null)
    // A time to come was stamped by a clock that was ahead.
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
    // The embedded store gives it as a number.
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

/** Parses the payload of a signal, which may be anything: typed by hand, or sent by a client in any language. */
import { checkBackfill } from '../src/contracts/backfill-range.ts'
import type { ControllerTask } from '../src/contracts/operations.ts'
import { storableReason, MAX_REASON_LENGTH } from '../src/contracts/pause-reason.ts'
import { isUndecodable } from './payload-converter.ts'

export interface Request {
  readonly operation: ControllerTask
  readonly auditId: string | null
}

/** A sentence that says what to send instead, and quotes nothing of the payload. */
export interface Mistake {
  readonly mistake: string
}

/** The number of the audit entry. Only our own API sends one, and the store accepts no other form. */
const AUDIT_ID = /^\d{1,18}$/

export function readRequest(signal: ControllerTask['signal'], payload: unknown): Request | Mistake {
  if (isUndecodable(payload)) {
    return { mistake: `The payload cannot be read: send it as JSON, encoding json/plain.` }
  }
  const given = payload ?? {}
  if (typeof given !== 'object' || Array.isArray(given)) return { mistake: WHAT_TO_SEND[signal] }
  const { auditId = null, ...fields } = Object.fromEntries<unknown>(Object.entries(given))
  if (!isAuditId(auditId)) return { mistake: WHAT_TO_SEND[signal] }
  const operation = readOperation(signal, fields)
  return 'mistake' in operation ? operation : { operation, auditId }
}

function isAuditId(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && AUDIT_ID.test(value))
}

const WHAT_TO_SEND: Readonly<Record<ControllerTask['signal'], string>> = {
  pause: 'pause takes nothing, or {"reason": "…"}.',
  resume: 'resume takes nothing.',
  syncNow: 'syncNow takes nothing.',
  backfill:
    'backfill takes {"from": "YYYY-MM-DD", "to": "YYYY-MM-DD"}, and optionally "dryRun": true.',
  followSchedule: 'followSchedule takes nothing.',
}

export function isOperation(signal: string): signal is ControllerTask['signal'] {
  return Object.hasOwn(WHAT_TO_SEND, signal)
}

function readOperation(
  signal: ControllerTask['signal'],
  fields: Readonly<Record<string, unknown>>,
): ControllerTask | Mistake {
  // An unknown field may be a misspelt one, such as dryRun.
  const isKnown = (name: string) => FIELDS[signal]?.includes(name) ?? false
  if (!Object.keys(fields).every(isKnown)) return { mistake: WHAT_TO_SEND[signal] }
  if (signal === 'pause') return readPause(fields['reason'] ?? '')
  if (signal !== 'backfill') return { signal }
  const range = checkBackfill(fields)
  return 'mistake' in range ? { mistake: `backfill: ${range.mistake}.` } : { signal, ...range }
}

const FIELDS: Partial<Record<ControllerTask['signal'], readonly string[]>> = {
  pause: ['reason'],
  backfill: ['from', 'to', 'dryRun'],
}

function readPause(reason: unknown): ControllerTask | Mistake {
  if (typeof reason !== 'string') return { mistake: WHAT_TO_SEND.pause }
  if (reason.trim().length > MAX_REASON_LENGTH) {
    return {
      mistake: `pause: the reason may have at most ${String(MAX_REASON_LENGTH)} characters.`,
    }
  }
  return { signal: 'pause', reason: storableReason(reason) }
}

/** Reads what somebody sent with a signal. Anything may come: it is typed by hand, or by a client of any language. */
import { checkBackfill } from '../src/contracts/backfill-range.ts'
import type { ControllerTask } from '../src/contracts/operations.ts'
import { storableReason, LONGEST_REASON } from '../src/contracts/pause-reason.ts'
import { isUndecodable } from './payload-converter.ts'

export interface Request {
  readonly operation: ControllerTask
  readonly auditId: string | null
}

/** What to send instead, as a sentence that quotes nothing of what came. */
export interface Mistake {
  readonly mistake: string
}

/** The entry's number. Nobody but our own API sends one, and the store takes nothing else. */
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
    'backfill takes {"from": "YYYY-MM-DD", "to": "YYYY-MM-DD"}, and "dryRun": true if you like.',
  followSchedule: 'followSchedule takes nothing.',
}

export function isOperation(signal: string): signal is ControllerTask['signal'] {
  return Object.hasOwn(WHAT_TO_SEND, signal)
}

function readOperation(
  signal: ControllerTask['signal'],
  fields: Readonly<Record<string, unknown>>,
): ControllerTask | Mistake {
  // A name that is not known may be one that is misspelt, such as that of dryRun.
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
  if (reason.trim().length > LONGEST_REASON) {
    return { mistake: `pause: the reason may have ${String(LONGEST_REASON)} characters.` }
  }
  return { signal: 'pause', reason: storableReason(reason) }
}

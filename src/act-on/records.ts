/**
 * Reads and writes single contacts of a list. Writes are always upserts or by record id: Act-On's insert adds a second
 * row for a known address. Two concurrent writes for one address can do the same, so callers must serialise them.
 */
import type { Cells } from '../contracts/act-on-column.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { ActOnApi } from './api.ts'
import { ActOnRequestRefused } from './errors.ts'
import { listPath } from './paths.ts'
import { foundRecordSchema, writtenRecordSchema } from './schemas.ts'

export interface UpsertAnswer {
  /** Null when Act-On did not say. */
  readonly recordId: string | null
  readonly outcome: 'created' | 'updated' | null
}

export interface FoundRecord {
  readonly recordId: string | null
  readonly cells: Cells
}

/**
 * Updates the first row with this address or inserts one. Cells that are left out stay as they are. Safe to repeat.
 * Act-On REST API, PUT /api/1/list/{listid}/record?email=.
 */
export async function upsertContact(
  api: ActOnApi,
  contact: { readonly listId: string; readonly email: string; readonly cells: Cells },
  options: CallOptions,
): Promise<UpsertAnswer> {
  const written = await write(
    api,
    'upsert',
    { path: listPath(contact.listId, 'record'), query: { email: contact.email } },
    contact.cells,
    options,
  )
  const recordId = written.id ?? written.contact_id
  return { recordId: recordId ?? null, outcome: outcomeOf(written.message ?? '') }
}

/** Safe to repeat. Act-On REST API, PUT /api/1/list/{listid}/record/{recordid}. */
export async function updateRecord(
  api: ActOnApi,
  record: { readonly listId: string; readonly recordId: string; readonly cells: Cells },
  options: CallOptions,
): Promise<void> {
  const path = listPath(record.listId, 'record', record.recordId)
  await write(api, 'updateRecord', { path }, record.cells, options)
}

/**
 * Returns the first contact with this address, or null. Act-On reports that it found none with a response without a
 * record. Act-On REST API, GET /api/1/list/lookup/{listid}.
 */
export async function lookupContact(
  api: ActOnApi,
  { listId, email }: { readonly listId: string; readonly email: string },
  options: CallOptions,
): Promise<FoundRecord | null> {
  const path = listPath('lookup', listId)
  const request = { endpoint: 'lookup', method: 'GET', path, query: { email } } as const
  try {
    const { contactID, ...cells } = await api.read(request, foundRecordSchema, options)
    if (contactID === undefined && Object.keys(cells).length === 0) return null
    return { recordId: contactID ?? null, cells }
  } catch (error) {
    if (error instanceof ActOnRequestRefused && isNotFound(error)) return null
    throw error
  }
}

async function write(
  api: ActOnApi,
  endpoint: string,
  at: { readonly path: string; readonly query?: Readonly<Record<string, string>> },
  cells: Cells,
  options: CallOptions,
) {
  const request = { endpoint, method: 'PUT', ...at, json: cells } as const
  const written = await api.read(request, writtenRecordSchema, options)
  if (!/^(success|ok)$/i.test(written.status ?? 'success')) {
    throw new ActOnRequestRefused(200, null, written.message ?? '')
  }
  return written
}

function outcomeOf(message: string): UpsertAnswer['outcome'] {
  if (/updat/i.test(message)) return 'updated'
  if (/insert|creat|add/i.test(message)) return 'created'
  return null
}

function isNotFound({ status, code }: ActOnRequestRefused): boolean {
  return status === 400 && (code === null || code === '10008')
}

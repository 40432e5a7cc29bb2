/** The Act-On client of one customer account: one function per endpoint. It keeps no state of its own. */
import type { OnVendorCall, Pace } from '../contracts/vendor-call.ts'
import { createHttpCaller } from '../http/http-caller.ts'
import type { HttpTimeouts } from '../http/call-watch.ts'
import { readAccount } from './account.ts'
import { createActOnApi } from './api.ts'
import type { AccessToken, ActOnApi } from './api.ts'
import { deleteRecords } from './delete-records.ts'
import { downloadList, readHeadings } from './download.ts'
import { readJob } from './job.ts'
import { createList, listContactLists } from './lists.ts'
import { startMerge } from './merge.ts'
import { lookupContact, updateRecord, upsertContact } from './records.ts'
import { readRejectedRows } from './rejected-rows.ts'

const TIMEOUTS: HttpTimeouts = {
  connectMs: 10_000,
  responseMs: 60_000,
  idleMs: 30_000,
  totalMs: 2 * 60_000,
}
/** Room for a page of 1,000 rows with 255 fields, or for the rejected rows of a large upload. */
const MAX_BODY_BYTES = 64 * 1024 * 1024

export interface ActOnClientOptions {
  /** Origin of the account's region, e.g. `https://api.actonsoftware.com`. */
  readonly baseUrl: string
  readonly token: AccessToken
  /** Awaited before every call. */
  readonly pace: Pace<'api'>
  readonly onCall?: OnVendorCall | undefined
  /** Called with the endpoint's name after each call that Act-On did not refuse. */
  readonly onAccepted?: ((endpoint: string) => void) | undefined
  readonly timeouts?: Partial<HttpTimeouts>
}

export type ActOnClient = ReturnType<typeof createActOnClient>

/** Every function may throw any error of `errors.ts`, and what `token` and `pace` throw. */
export function createActOnClient(client: ActOnClientOptions) {
  const http = createHttpCaller({
    vendor: 'actOn',
    baseUrl: client.baseUrl,
    timeouts: { ...TIMEOUTS, ...client.timeouts },
    maxBodyBytes: MAX_BODY_BYTES,
    onCall: client.onCall,
  })
  const api = createActOnApi(http, client.token, client.pace, client.onAccepted)
  const bind =
    <Args extends readonly unknown[], Result>(call: (api: ActOnApi, ...args: Args) => Result) =>
    (...args: Args) =>
      call(api, ...args)

  return {
    readAccount: bind(readAccount),
    listContactLists: bind(listContactLists),
    createList: bind(createList),
    readHeadings: bind(readHeadings),
    downloadList: bind(downloadList),
    upsertContact: bind(upsertContact),
    updateRecord: bind(updateRecord),
    deleteRecords: bind(deleteRecords),
    lookupContact: bind(lookupContact),
    startMerge: bind(startMerge),
    readJob: bind(readJob),
    readRejectedRows: bind(readRejectedRows),
  }
}

/** The sandbox's Act-On with a plain HTTP caller, for tests of the stand-in itself. Ends with its test. */
import { onTestFinished } from 'vitest'
import { createCallLedger } from '../../../sandbox/call-ledger.ts'
import type { CallLedger } from '../../../sandbox/call-ledger.ts'
import { createSandboxClock } from '../../../sandbox/clock.ts'
import type { SandboxClock } from '../../../sandbox/clock.ts'
import { createFaultPlan } from '../../../sandbox/faults.ts'
import type { FaultPlan } from '../../../sandbox/faults.ts'
import type { ActOnKnobs } from '../../../sandbox/act-on/knobs.ts'
import { startActOn } from '../../../sandbox/act-on/start-act-on.ts'
import type { ActOnServer } from '../../../sandbox/act-on/start-act-on.ts'

export const ACCOUNT = '41000'
const OTHER_ACCOUNT = '41001'
export const USER = 'marketer+act-on@example.com'
export const PASSWORD = 'right & proper'

const ACCOUNTS = [
  {
    accountId: ACCOUNT,
    accountName: 'Brightwater',
    userName: USER,
    password: PASSWORD,
    timeZone: 'US/Pacific',
  },
  {
    accountId: OTHER_ACCOUNT,
    accountName: 'Harbour',
    userName: 'other@example.com',
    password: 'other',
    timeZone: null,
  },
]

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Undefined when the body is no JSON. */
  readonly json: unknown
  /** A field of the JSON body as text. */
  readonly field: (name: string) => string
}

export interface ActOnUnderTest {
  readonly server: ActOnServer
  readonly clock: SandboxClock
  readonly faults: FaultPlan
  readonly ledger: CallLedger
  /** POST /token with the given form, on top of the application's id and secret. */
  token(form: Record<string, string>): Promise<Reply>
  signIn(userName?: string, password?: string): Promise<string>
  /** A call with the token of `signIn`, made once. */
  call(method: string, path: string, body?: object): Promise<Reply>
  callAs(accessToken: string, method: string, path: string, body?: object): Promise<Reply>
}

export interface TestOptions {
  readonly knobs?: Partial<ActOnKnobs>
  readonly stateFile?: string
}

/** Strict, but for the calls a second: most tests are not about them. */
export async function startTestActOn(options: TestOptions = {}): Promise<ActOnUnderTest> {
  const clock = createSandboxClock()
  const faults = createFaultPlan()
  const ledger = createCallLedger()
  const server = await startActOn({
    clock,
    faults,
    ledger,
    accounts: ACCOUNTS,
    knobs: { callsPerSecond: 10_000, ...options.knobs },
    ...(options.stateFile === undefined ? {} : { stateFile: options.stateFile }),
  })
  onTestFinished(() => server.close())

  const [application] = server.applications
  const token = (form: Record<string, string>) =>
    send(`${server.url}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: application?.clientId ?? '',
        client_secret: application?.clientSecret ?? '',
        ...form,
      }),
    })
  const signIn = async (username = USER, password = PASSWORD) => {
    const reply = await token({ grant_type: 'password', username, password })
    return reply.field('access_token')
  }
  const callAs = (accessToken: string, method: string, path: string, body?: object) =>
    send(`${server.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body === undefined || body instanceof FormData
          ? {}
          : { 'content-type': 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
  let signedIn: Promise<string> | undefined
  return {
    server,
    clock,
    faults,
    ledger,
    token,
    signIn,
    callAs,
    call: async (method, path, body) => {
      signedIn ??= signIn()
      return callAs(await signedIn, method, path, body)
    },
  }
}

export async function send(url: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(url, init)
  const text = await response.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  const fields: Record<string, unknown> = typeof json === 'object' ? { ...json } : {}
  const field = (name: string) => {
    const value = fields[name]
    if (typeof value !== 'string') throw new Error(`The answer has no text ${name}: ${text}`)
    return value
  }
  return { status: response.status, headers: response.headers, text, json, field }
}

export const HEADINGS = ['First Name', 'Job Title', 'Email Address', 'Lead Source']

/** The four columns of `HEADINGS`, as `uploadspecs` names them. */
export const SPECS = [
  { columnHeading: 'First Name', columnIndex: 0, columnType: 'FIRSTNAME' },
  { columnHeading: 'Job Title', columnIndex: '1', columnType: 'JOBTITLE' },
  { columnHeading: 'Email Address', columnIndex: 2, columnType: 'EMAIL' },
  { columnHeading: 'Lead Source', columnIndex: 3 },
]

/** A form whose values that are no text are sent as JSON; null leaves a field out. */
function formOf(fields: Record<string, unknown>, file?: string): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null) form.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  if (file !== undefined) form.set('file', new Blob([file]), 'contacts.csv')
  return form
}

export function createForm(fields: Record<string, unknown> = {}, file?: string): FormData {
  const known = { listname: 'A webinar (7)', foldername: '22950', uploadspecs: SPECS }
  return formOf({ ...known, quotecharacter: 'DOUBLE_QUOTE', ...fields }, file)
}

export function mergeForm(
  listId: string,
  file: string | undefined,
  fields: Record<string, unknown> = {},
): FormData {
  const mergespecs = [{ mergeMode: 'UPSERT', dstListId: listId, columnMap: [] }]
  const known = { uploadspecs: SPECS, mergespecs, quotecharacter: 'DOUBLE_QUOTE' }
  return formOf({ ...known, fieldseparator: 'COMMA', ...fields }, file)
}

/** A file with the headings and these rows, each cell in double quotes. */
export function csvOf(...rows: string[][]): string {
  const line = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
  return [HEADINGS, ...rows].map(line).join('\r\n')
}

export async function createTestList(
  actOn: ActOnUnderTest,
  fields: Record<string, unknown> = {},
): Promise<string> {
  const reply = await actOn.call('POST', '/api/1/list', createForm(fields))
  return reply.field('listId')
}

/** Merges at once: needs the knobs `AT_ONCE`. Returns the job's status. */
export async function mergeNow(
  actOn: ActOnUnderTest,
  listId: string,
  file: string,
  fields: Record<string, unknown> = {},
): Promise<Reply> {
  const upload = await actOn.call('PUT', `/api/1/list/${listId}`, mergeForm(listId, file, fields))
  return actOn.call('GET', `/api/1/list/${upload.field('jobId')}/status`)
}

/** Jobs that are done at their first poll, for tests that are not about waiting. */
export const AT_ONCE = { jobPendingPolls: 0, jobRunningPolls: 0, jobMinMs: 0 }

/** Cells of every row of a list, past HTTP. */
export function rowsOf(actOn: ActOnUnderTest, listId: string): Record<string, string>[] {
  const list = actOn.server.lists(ACCOUNT).find((one) => one.listId === listId)
  return (list?.rows ?? []).map(({ cells }) => ({ ...cells }))
}

import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { createActOnClient } from '../../../src/act-on/client.ts'
import { createTokenGrants } from '../../../src/act-on/tokens/token-grants.ts'
import { collect } from '../../support/api/collect.ts'
import { COLUMNS } from '../../support/vendors/act-on-columns.ts'
import { portOf } from '../../support/servers/port-of.ts'

const FOLDER = new URL('../../../../shared/api/vendor/', import.meta.url)
const FILES = ['act-on-api-1.json', 'act-on-api-raw-body.json', 'act-on-oauth.json']
const call = { signal: new AbortController().signal }
const pace = { take: () => Promise.resolve() }
const listId = 'l-0001'
const email = 'ann+b@example.com'

const properties = z.object({ properties: z.record(z.string(), z.unknown()).optional() })
const operation = z.object({
  parameters: z.array(z.object({ name: z.string() })).optional(),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: properties })) })
    .optional(),
})
const openApi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })

/** A response body that satisfies all our schemas. */
const ANY_ANSWER = {
  account_id: 1,
  listId,
  jobId: 7,
  status: 'success',
  totalCount: 0,
  result: [],
  headers: ['_contact_id_'],
  data: [],
  access_token: 'a',
  refresh_token: 'r',
  expires_in: 3600,
}

interface Sent {
  readonly operation: string
  readonly query: readonly string[]
  readonly contentType: string
  readonly body: string
}

async function startRecorder() {
  const sent: Sent[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub')
    void text(request).then((body) => {
      sent.push({
        operation: `${request.method ?? ''} ${url.pathname}`,
        query: [...url.searchParams.keys()],
        contentType: (request.headers['content-type'] ?? '').split(';')[0] ?? '',
        body,
      })
      response.end(url.pathname.endsWith('Records') ? 'A,B\n1,2\n' : JSON.stringify(ANY_ANSWER))
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const baseUrl = `http://127.0.0.1:${String(portOf(server))}`
  const client = createActOnClient({ baseUrl, token: () => Promise.resolve('t'), pace })
  const grants = createTokenGrants({ baseUrl, clientId: 'c', clientSecret: 's', pace })
  return { sent, client, grants }
}

async function callEverything({ client, grants }: Awaited<ReturnType<typeof startRecorder>>) {
  await client.readAccount(call)
  await collect(client.listContactLists(call))
  await client.createList({ name: 'A webinar (7)', folderName: '1', columns: COLUMNS }, call)
  await client.readHeadings(listId, call)
  await collect(client.downloadList(listId, { headings: ['Email Address'] }, call))
  await client.upsertContact({ listId, email, cells: {} }, call)
  await client.updateRecord({ listId, recordId: 'l-0001:1', cells: {} }, call)
  await client.deleteRecords({ listId, recordIds: ['l-0001:1'] }, call)
  await client.lookupContact({ listId, email }, call)
  await client.startMerge({ listId, columns: COLUMNS, rows: [['A', '', email, '']] }, call)
  await client.readJob('7', call)
  await client.readRejectedRows('rejects.csv', call)
  await grants.grantByPassword({ userName: email, password: 'p&=%' }, call)
  await grants.grantByRefreshToken('r', call)
}

test('every path, query name and form field that is sent is documented by Act-On', async (context) => {
  if (!existsSync(FOLDER)) context.skip('the vendor’s OpenAPI documents are not on this machine')
  const documented = new Map(FILES.flatMap(operationsIn))
  const recorder = await startRecorder()
  await callEverything(recorder)

  for (const { operation: name, query, contentType, body } of recorder.sent) {
    if (name === 'GET /api/1/account') continue // This is documented on the developer portal only.
    const known = documented.get(templateOf(name))
    expect(known, name).toBeDefined()
    expect(known, name).toEqual(expect.arrayContaining([...query, ...fieldsIn(contentType, body)]))
  }
  expect(recorder.sent).toHaveLength(14)
})

test('an upload holds what Act-On needs, and its file name no personal data', async () => {
  const recorder = await startRecorder()
  await callEverything(recorder)
  const merge = recorder.sent.find(({ operation: name }) => name === 'PUT /api/1/list/l-0001')
  const parts = new Map(
    [...(merge?.body ?? '').matchAll(/name="([^"]+)".*?\r\n\r\n(.*?)\r\n--/gs)].map(
      ([, name, value]) => [name, value],
    ),
  )
  expect(Object.fromEntries(parts)).toEqual({
    uploadspecs:
      '[{"columnHeading":"FirstName","columnIndex":0,"columnType":"FIRSTNAME"},' +
      '{"columnHeading":"Title","columnIndex":1,"columnType":"JOBTITLE"},' +
      '{"columnHeading":"Email Address","columnIndex":2,"columnType":"EMAIL"},' +
      '{"columnHeading":"# of Poll Responses","columnIndex":3}]',
    mergespecs: '[{"mergeMode":"UPSERT","dstListId":"l-0001","columnMap":[]}]',
    quotecharacter: 'DOUBLE_QUOTE',
    fieldseparator: 'COMMA',
    headings: 'Y',
    putEmptyValues: 'N',
    file:
      '"FirstName","Title","Email Address","# of Poll Responses"\n' +
      '"A","","ann+b@example.com",""\n',
  })
  expect(merge?.body).toContain('filename="contacts.csv"')
})

test('credentials are sent in the form and nowhere else', async () => {
  const recorder = await startRecorder()
  await callEverything(recorder)
  const forms = recorder.sent
    .filter(({ operation: name }) => name === 'POST /token')
    .map(({ query, contentType, body }) => ({ query, contentType, form: formIn(body) }))
  const shared = { client_id: 'c', client_secret: 's' }
  const expected = [
    { grant_type: 'password', username: email, password: 'p&=%', ...shared },
    { grant_type: 'refresh_token', refresh_token: 'r', ...shared },
  ]
  const contentType = 'application/x-www-form-urlencoded'
  expect(forms).toEqual(expected.map((form) => ({ query: [], contentType, form })))
})

function formIn(body: string) {
  return Object.fromEntries(new URLSearchParams(body))
}

/** Operations such as `PUT /api/1/list/{}`, each with the names of its parameters and form fields. */
function operationsIn(file: string): [string, string[]][] {
  const { paths } = openApi.parse(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')))
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): [string, string[]] => {
      const { parameters = [], requestBody } = operation.parse(described)
      const [body] = Object.values(requestBody?.content ?? {})
      const fields = Object.keys(body?.schema.properties ?? {})
      const name = `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '{}')}`
      return [name, [...parameters.map((parameter) => parameter.name), ...fields]]
    }),
  )
}

function templateOf(name: string): string {
  if (name === 'POST /token') return name
  return name
    .replace(/l-0001:1$/, '{}')
    .replace('l-0001', '{}')
    .replace('/7/status', '/{}/status')
}

function fieldsIn(contentType: string, body: string): string[] {
  if (contentType !== 'multipart/form-data') return []
  return [...body.matchAll(/; name="([^"]+)"/g)].map((match) => match[1] ?? '')
}

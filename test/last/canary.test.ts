/**
 * Every personal field and every credential in the sandbox's world carries a mark. This suite searches for it in
 * everything that the earlier suites left behind: the histories, descriptions and Schedules of their Temporal server,
 * logs, metrics, and the URLs that were called.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { newSecretToken } from '../../src/crypto/secret-token.ts'
import { CANARY, CANARY_IN_ADDRESS } from '../../sandbox/world/canary.ts'
import { findSecrets, type Finding } from '../support/secret-search/secrets.ts'
import {
  type FoundText,
  namespacesOf,
  textsOfFiles,
  textsOfNamespace,
} from '../support/secret-search/texts.ts'
import { freshNamespace, TEST_SECRETS } from '../support/fixtures/service-fixture.ts'

/**
 * The least number of texts to search, far below what a whole test run leaves. With fewer, something was not kept, and
 * an empty search would prove nothing.
 */
const AT_LEAST = { history: 40, workflow: 40, schedule: 8, logs: 12, metrics: 6, calls: 6 }

let connection: Connection
beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') })
})
afterAll(() => connection.close())

async function search(texts: AsyncIterable<FoundText>) {
  const findings: Finding[] = []
  const searched = new Map<string, number>()
  for await (const { kind, where, text } of texts) {
    if (text !== '') searched.set(kind, (searched.get(kind) ?? 0) + 1)
    findings.push(...findSecrets(where, text))
  }
  return { findings, searched: (kind: FoundText['kind']) => searched.get(kind) ?? 0 }
}

async function* textsOfServer(): AsyncGenerator<FoundText> {
  for (const namespace of await namespacesOf(connection)) {
    yield* textsOfNamespace(connection, namespace)
  }
}

test('no workflow history, memo, search attribute, failure or Schedule holds a person or a credential', async () => {
  const { findings, searched } = await search(textsOfServer())
  expect(findings).toEqual([])
  if (!inject('isWholeRun')) return
  for (const kind of ['history', 'workflow', 'schedule'] as const) {
    expect(searched(kind), kind).toBeGreaterThanOrEqual(AT_LEAST[kind])
  }
})

test.each(['logs', 'metrics', 'calls'] as const)(
  'the %s that the suites kept hold no person and no credential',
  async (what) => {
    const { findings, searched } = await search(textsOfFiles(join(inject('artefacts'), what)))
    expect(findings).toEqual([])
    if (inject('isWholeRun')) expect(searched('file')).toBeGreaterThanOrEqual(AT_LEAST[what])
  },
)

test('the histories that are kept for replay hold no person and no credential', async () => {
  const { findings, searched } = await search(textsOfFiles('test/replay/histories'))
  expect(findings).toEqual([])
  expect(searched('file')).toBeGreaterThan(2)
})

/** Act-On identifies a contact by its address in the query of these calls. There is no other way to call them. */
const NAMES_AN_ADDRESS =
  /^actOn (?:PUT \/api\/1\/list\/[^/]+\/record|GET \/api\/1\/list\/lookup\/[^/]+) email$/

/** Parameters without personal data: dates, page numbers, options, and the name that Act-On gave a file. */
const HARMLESS_QUERY_NAMES = new Set([
  ...['startdate', 'enddate', 'datefiltermode', 'filterorder', 'pageoffset', 'itemsperpage'],
  ...['contenttype', 'includeinactive', 'includesubaccounts', 'excludesubaccounts'],
  ...['userstatus', 'excludeanonymous', 'listingtype', 'count', 'offset', 'fields', 'filename'],
  // Act-On's own record ids.
  'contactids',
])

test('no URL holds a person or a credential, except the address by which Act-On finds a contact', async () => {
  for await (const { text } of textsOfFiles(join(inject('artefacts'), 'calls'))) {
    for (const call of text.split('\n').filter((line) => !NAMES_AN_ADDRESS.test(line))) {
      const queryNames = call.split(' ').slice(3)
      const others = queryNames.filter((name) => !HARMLESS_QUERY_NAMES.has(name.toLowerCase()))
      expect(others, call).toEqual([])
    }
  }
})

const base64 = (text: string, before = '') => Buffer.from(before + text).toString('base64')

test.each([
  ['as it is', `Ada ${CANARY}17`],
  ['in an address', `ada.${CANARY_IN_ADDRESS}17@example.com`],
  ['in an encoded URL', `/record?email=${encodeURIComponent(`ada+${CANARY}@example.com`)}`],
  ['in JSON in JSON', JSON.stringify(JSON.stringify({ name: CANARY }))],
  ['in base64', base64(CANARY)],
  ['in base64 behind a byte', base64(`${CANARY}!`, 'x')],
  ['in base64 behind two bytes, in lower case', base64(`${CANARY_IN_ADDRESS}!`, 'xy')],
  ['in hex', Buffer.from(CANARY).toString('hex').toUpperCase()],
  ['as an invitation', `GET /link/${newSecretToken().token}?x`],
  ['as an invitation in a URL', encodeURIComponent(`http://a/link/${newSecretToken().token}`)],
  ...TEST_SECRETS.map((secret, index) => [`secret ${String(index)} of the tests`, `x${secret}y`]),
])('the same search finds one that is planted in a log %s', async (_how, planted) => {
  const folder = join(inject('artefacts'), 'planted')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'planted.log'), `{"level":30,"msg":${JSON.stringify(planted)}}\n`)
  expect((await search(textsOfFiles(folder))).findings).not.toEqual([])
})

test('the same search finds one that is planted in a workflow, wherever in it', async () => {
  const namespace = await freshNamespace()
  const client = new Client({ connection, namespace })
  const start = { taskQueue: 'nobody', workflowExecutionTimeout: '1 minute' } as const
  const planted = [
    { workflowId: 'in-arguments', args: [{ name: CANARY }] },
    { workflowId: 'in-relink-url', args: [{ url: `https://a/link/${newSecretToken().token}` }] },
    { workflowId: 'in-memo', memo: { name: `x${CANARY}` } },
    { workflowId: `in-id-${CANARY_IN_ADDRESS}` },
    { workflowId: 'in-summary', staticSummary: `Sync of ${CANARY}` },
  ]
  for (const where of planted) await client.workflow.start('planted', { ...start, ...where })
  await client.workflow.start('signalled', { ...start, workflowId: 'in-a-signal' })
  await client.workflow.getHandle('in-a-signal').signal('any', { email: CANARY_IN_ADDRESS })
  const schedule = await client.schedule.create({
    scheduleId: 'in-a-schedule',
    spec: {},
    action: { type: 'startWorkflow', workflowType: 'planted', taskQueue: 'nobody', args: [CANARY] },
  })
  onTestFinished(() => schedule.delete())

  const expected = [...planted.map(({ workflowId }) => workflowId), 'in-a-signal', 'in-a-schedule']
  await expect
    .poll(
      async () => {
        const { findings } = await search(textsOfNamespace(connection, namespace))
        return expected.filter((name) => !findings.some(({ where }) => where.includes(name)))
      },
      { timeout: 20_000, interval: 500 },
    )
    .toEqual([])
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import express from 'express'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Run } from '../../../src/api/run.ts'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'
import { accountDocument, AT, runDocument } from '../../support/api/example-documents.ts'
import { atCommandLine, type Sitting } from '../../support/processes/command-line.ts'
import { portOf } from '../../support/servers/port-of.ts'
import { OPERATOR_TOKEN } from '../../support/fixtures/service-fixture.ts'
import { PROGRAM_ENVIRONMENT } from '../../support/processes/program-environment.ts'

// Each test sets how the API answers each poll, so that the end of a wait does not depend on timing.

/** The answer to one poll of the runs; the last one of a test repeats. A number is an HTTP status without a body. */
type Look = readonly Run[] | number

let url: string
let looks: Look[]
let posted: unknown[]
/** The result of the newest operation in the audit trail. */
let became: string

beforeEach(async () => {
  posted = []
  became = 'ok'
  const app = express()
  app.use(express.json())
  app.get('/api/v1/accounts/1/runs', (_request, response) => {
    const look = (looks.length > 1 ? looks.shift() : looks[0]) ?? []
    if (typeof look === 'number') response.status(look).end()
    else response.json({ items: look, nextCursor: null })
  })
  app.get('/api/v1/accounts/1', (_request, response) => {
    response.json(ACCOUNT)
  })
  app.get('/api/v1/accounts/1/audit', (_request, response) => {
    const by = { actor: 'operator:test', about: null, address: null, sentence: '' }
    const entry = { at: AT, ...by, result: became }
    const items = ['syncNow', 'resumed'].map((action) => ({ ...entry, action }))
    response.json({ items, nextCursor: null })
  })
  app.post('/api/v1/accounts/1/:verb', ({ params, body }, response) => {
    posted.push([params.verb, body])
    response.status(202).json({ workflowId: 'account/1' })
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${String(portOf(server))}`
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
})

const ACCOUNT = accountDocument('1', {
  name: 'Brightwater',
  state: 'paused',
  reason: 'Asked for',
  since: AT,
})

function run(runId: string, changes: Partial<Run> = {}): Run {
  return runDocument({ workflowId: `account-sync/1-${runId}`, runId, ...changes })
}

const ended = (outcome: Run['outcome']) => ({ outcome, finishedAt: AT })
const cli = (args: readonly string[], sitting: Sitting = {}) =>
  atCommandLine(args, { url, ...sitting })

test('--wait waits past the current run for the next one, and shows progress', async () => {
  const ledger = { ...EMPTY_LEDGER, read: 1200 }
  looks = [
    [run('old')],
    [run('old')],
    [run('new'), run('old', ended('failed'))],
    [run('new', { webinars: { read: 1, of: 3 }, ledger })],
    [run('new', { webinars: { read: 3, of: 3 }, ledger, ...ended('complete') })],
  ]
  const said = await cli(['sync', '1', '--wait'])
  expect(said).toEqual({
    status: 0,
    out: 'sync of 2026-05-01 06:00: complete, 3/3 webinars',
    err: [
      'waiting for the current run to end',
      'looking for webinars',
      '1/3 webinars, 1,200 contacts',
      '3/3 webinars, 1,200 contacts',
    ].join('\n'),
  })
  expect(posted).toEqual([['sync', {}]])
})

test.each([
  ['complete', 0],
  ['rejections', 0],
  ['incomplete', 1],
  ['paused', 1],
  ['waitingForQuota', 1],
  ['needsRelink', 1],
  ['failed', 1],
] as const)(
  'a run that ends %s gives exit status %i, and the run to programs',
  async (outcome, status) => {
    const done = run('new', ended(outcome))
    looks = [[], [done]]
    const said = await cli(['resume', '1', '--wait', '--json'])
    expect(said.status).toBe(status)
    expect(JSON.parse(said.out)).toEqual(done)
  },
)

test('a run that did not end well says why, and what to do', async () => {
  looks = [[], [run('new', { ...ended('incomplete'), failure: '3 rows wait. Look at the list.' })]]
  const said = await cli(['sync', '1', '--wait'])
  expect(said.status).toBe(1)
  expect(said.out).toBe(
    'sync of 2026-05-01 06:00: incomplete, 0/0 webinars. 3 rows wait. Look at the list.',
  )
  expect(said.err).toContain('The run ended incomplete.\n3 rows wait. Look at the list.')
})

test('--wait follows the backfill with the requested range, also one that was already running', async () => {
  const days = { from: '2025-01-01', to: '2025-06-30', dryRun: true }
  const backfill = { ...days, expectedEndAt: null, cancelAskedAt: null }
  const own = { trigger: 'backfill', dryRun: true, backfill, webinars: { read: 1, of: 2 } } as const
  const others = [
    run('written', { ...own, backfill: { ...backfill, dryRun: false } }),
    run('before', { ...own, ...ended('complete') }),
  ]
  looks = [
    [run('joined', own), ...others],
    [run('joined', { ...own, backfill: { ...backfill, expectedEndAt: AT } }), ...others],
    [run('joined', { ...own, ...ended('complete') }), ...others],
  ]
  const said = await cli([
    'backfill',
    '1',
    '--from',
    '2025-01-01',
    '--to',
    '2025-06-30',
    '--dry-run',
    '--wait',
  ])
  expect(said.status).toBe(0)
  expect(said.out).toMatch(/complete, dry run: nothing was written, 1\/2 webinars/)
  expect(said.err).toMatch(/expected to end 2026-05-01 06:00 UTC/)
  expect(posted).toEqual([['backfill', { from: '2025-01-01', to: '2025-06-30', dryRun: true }]])
})

test('--wait survives a service that does not answer some polls', async () => {
  looks = [[], 503, 502, [run('new')], 503, [run('new', ended('complete'))]]
  expect(await cli(['sync', '1', '--wait'])).toMatchObject({ status: 0 })
})

test('a request that joined an earlier one follows the earlier one’s run, unless another run begins', async () => {
  became = 'unchanged'
  const done = run('first', ended('complete'))
  looks = [[run('first')], [run('first')], [done]]
  const same = await cli(['sync', '1', '--wait', '--json'])
  expect(same.status).toBe(0)
  expect(JSON.parse(same.out)).toEqual(done)

  looks = [[run('first')], [done], [run('next', ended('rejections')), done]]
  const next = await cli(['sync', '1', '--wait', '--json'])
  expect(JSON.parse(next.out)).toMatchObject({ runId: 'next' })
})

test('a refused operation is not waited for', async () => {
  became = 'refused'
  looks = [[run('old', ended('complete'))]]
  const said = await cli(['sync', '1', '--wait'])
  expect(said).toMatchObject({ status: 1, out: '' })
  expect(said.err).toMatch(/^No run has started\. The account is paused: Asked for\./)
})

test('Ctrl-C ends the waiting, and says that the run goes on', async () => {
  const ctrlC = new AbortController()
  looks = [[], [run('new')]]
  const onErr = () => ctrlC.abort()
  const said = await cli(['sync', '1', '--wait'], { interrupted: ctrlC.signal, onErr })
  expect(said).toMatchObject({ status: 130, out: '' })
  expect(said.err).toMatch(/No longer waiting\. The run continues/)
})

test('as a separate process: Ctrl-C ends it with 130, and the token is shown nowhere', async () => {
  looks = [[], [run('new')]]
  const child = spawn(process.execPath, ['src/cli.ts', 'sync', '1', '--wait', '--url', url], {
    env: { ...PROGRAM_ENVIRONMENT, ON24_ACT_ON_TOKEN: OPERATOR_TOKEN },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const out = text(child.stdout)
  const heard = text(child.stderr)
  // The first message says that the command is waiting, so the signal arrives during the wait.
  child.stderr.once('data', () => child.kill('SIGINT'))
  expect(await exited).toEqual([130, null])
  expect(await out).toBe('')
  const err = await heard
  expect(err).toMatch(/No longer waiting\. The run continues/)
  expect(err).not.toContain(OPERATOR_TOKEN)
})

test('as a separate process: standard output holds only the result, without colours in a pipe', async () => {
  looks = [[run('new', ended('failed'))]]
  const child = spawn(process.execPath, ['src/cli.ts', 'runs', '1', '--url', url], {
    env: { ...PROGRAM_ENVIRONMENT, ON24_ACT_ON_TOKEN: OPERATOR_TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const out = await text(child.stdout)
  expect(out).toMatch(/^Started \(UTC\) .*\n2026-05-01 06:00 {2}sync +failed .*\n$/)
})

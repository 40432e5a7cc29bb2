/** What commands say of an operation that they have requested and do not wait for. */
import { once } from 'node:events'
import type { Server } from 'node:http'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { atCommandLine } from '../../support/processes/command-line.ts'
import { ACCOUNT } from '../../support/browser/status-page-examples.ts'
import { portOf } from '../../support/servers/port-of.ts'

let server: Server
beforeAll(async () => {
  const app = express()
  app.get('/api/v1/accounts/1', (_request, response) => {
    response.json({ ...ACCOUNT, on24ClientId: '1', state: 'paused' })
  })
  app.post('/api/v1/accounts/1/:verb', (_request, response) => {
    response.status(202).json({ workflowId: 'account/1' })
  })
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const cli = (args: readonly string[]) =>
  atCommandLine(args, { url: `http://127.0.0.1:${String(portOf(server))}` })

test.each([
  ['pause', ['accounts show 1', 'runs 1', 'audit 1'], null],
  ['resume', ['accounts show 1', 'runs 1', 'audit 1'], null],
  ['sync', ['accounts show 1', 'runs 1', 'audit 1'], null],
  ['backfill', ['runs 1 --trigger backfill', 'audit 1'], 'the backfill waits for a resume'],
  [
    'verify',
    ['verifications 1', 'findings 1 <startedAt>', 'problems 1'],
    'the comparison waits for a resume',
  ],
])(
  '%s says which commands show its result, and what it waits for',
  async (command, seen, waits) => {
    const days = ['--from', '2025-01-01', '--to', '2025-01-02']
    const { status, out } = await cli([command, '1', ...(command === 'backfill' ? days : [])])
    expect(status).toBe(0)
    expect(out).toContain(`To see the result: ${seen.map((each) => `"${each}"`).join(', ')}.`)
    const [, note] = out.split('\n')
    expect(note).toBe(waits === null ? undefined : `The account is paused: ${waits}.`)
  },
)

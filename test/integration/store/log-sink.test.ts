import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test, vi } from 'vitest'
import { keepOutput, testLogger } from '../../support/servers/log-sink.ts'

test('the output of loggers and child processes is kept with the test run', async () => {
  testLogger().info('said by a logger')
  const child = execFile(process.execPath, ['-e', 'console.error("said by a child")'])
  keepOutput(child)
  await once(child, 'close')
  const log = join(inject('artefacts'), 'logs', 'log-sink.log')
  await vi.waitFor(() => {
    expect(readFileSync(log, 'utf8')).toMatch(/said by a logger[^]*said by a child/)
  })
})

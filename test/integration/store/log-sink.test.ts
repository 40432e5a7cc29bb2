import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { keepOutput, logFile, testLogger } from '../../support/servers/log-sink.ts'

test('the output of loggers and child processes is kept with the test run', async () => {
  testLogger().info('said by a logger')
  const child = execFile(process.execPath, ['-e', 'console.error("said by a child")'])
  keepOutput(child)
  await once(child, 'close')
  const log = logFile()
  await vi.waitFor(() => {
    expect(readFileSync(log, 'utf8')).toMatch(/said by a logger[^]*said by a child/)
  })
})

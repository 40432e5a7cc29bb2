// Writes the logs of tests to files in the run's artefacts, which the last suite searches for secrets.
import type { ChildProcess } from 'node:child_process'
import { appendFileSync, createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { createLogger } from '../../../src/observability/logger.ts'
import type { Logger } from '../../../src/observability/logger.ts'

/** A logger for the code under test. Its lines go to the log of the process, not to the screen. */
export function testLogger(): Logger {
  const file = logFile()
  return createLogger({
    destination: {
      write(line) {
        appendFileSync(file, line)
        if (line.includes(WORKER_FAILED)) showLastLines(file)
      },
    },
  })
}

/** The SDK logs the reason with this message, whereas the test only gets an error of the worker's native part. */
const WORKER_FAILED = '"msg":"Worker failed"'
const SHOWN_LINES = 25

function showLastLines(file: string): void {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  process.stderr.write(`${lines.slice(-SHOWN_LINES).join('\n')}\n`)
}

/** Keeps all output of a child process in the log. Its streams must be pipes. */
export function keepOutput({ stdout, stderr }: ChildProcess): void {
  const log = createWriteStream(logFile(), { flags: 'a' })
  stdout?.pipe(log, { end: false })
  stderr?.pipe(log, { end: false })
}

/** Adds output to the log from which a test has removed secrets that a program may show to a person but not log. */
export function keepText(text: string): void {
  appendFileSync(logFile(), text)
}

/** The log of the process. Test files that run in one process share it. */
export function logFile(): string {
  return join(inject('artefacts'), 'logs', `${String(process.pid)}.log`)
}

/**
 * Commands for operators, started by bin/on24-act-on.mjs. They call the service over HTTP and need only its URL and a
 * token.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runCli } from './cli/run-cli.ts'
import { terminalOf } from './cli/terminal.ts'

// As `npm start` does. What the environment has already stays as it is.
const file = fileURLToPath(new URL('../.env', import.meta.url))
if (existsSync(file)) process.loadEnvFile(file)

const interrupted = new AbortController()
// A second Ctrl-C exits at once.
process.once('SIGINT', () => interrupted.abort())
// The reader of a pipe may close it early.
process.stdout.on('error', () => process.exit())

process.exitCode = await runCli(process.argv.slice(2), terminalOf(process, interrupted.signal))

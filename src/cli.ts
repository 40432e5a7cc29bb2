/** `npm run cli`: commands for operators. They call the service over HTTP and need only its URL and a token. */
import { runCli } from './cli/run-cli.ts'
import { terminalOf } from './cli/terminal.ts'

const interrupted = new AbortController()
// A second Ctrl-C exits at once.
process.once('SIGINT', () => interrupted.abort())
// The reader of a pipe may close it early.
process.stdout.on('error', () => process.exit())

process.exitCode = await runCli(process.argv.slice(2), terminalOf(process, interrupted.signal))

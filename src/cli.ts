/** `npm run cli`: operators' commands. They speak HTTP with the service and need nothing but its URL and a token. */
import { runCli } from './cli/run-cli.ts'
import { terminalOf } from './cli/terminal.ts'

const interrupted = new AbortController()
// A second Ctrl-C ends at once.
process.once('SIGINT', () => interrupted.abort())
// Whoever reads a pipe may have had enough.
process.stdout.on('error', () => process.exit())

process.exitCode = await runCli(process.argv.slice(2), terminalOf(process, interrupted.signal))

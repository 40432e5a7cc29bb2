// Runs one command and ends it when this process's standard input closes. The parent holds the other end of the pipe,
// so the command ends with the parent even if the parent was killed with SIGKILL.
// Usage: node guard.ts <command> [argument…]
import { spawn } from 'node:child_process'

const KILL_AFTER_MS = 5_000
/** All that the command needs. The rest of the environment holds our keys and tokens. */
const PASSED_VARIABLES = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ']

const [command, ...args] = process.argv.slice(2)
if (command === undefined) throw new Error('guard: no command given')

const env = Object.fromEntries(PASSED_VARIABLES.map((name) => [name, process.env[name]]))
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env })

const end = (): void => {
  child.kill('SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref()
}
process.stdin.on('end', end).on('error', end).resume()
process.on('SIGTERM', end).on('SIGINT', end)

child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(127)
})
child.on('exit', (code) => {
  process.exit(code ?? 1)
})

// Starts any program that must not outlive this process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'

const GUARD = fileURLToPath(new URL('./guard.ts', import.meta.url))
const KEPT_OUTPUT_CHARACTERS = 4_000

export interface GuardedProcess {
  /** Resolves when the program has ended, for any reason, with the last part of its output. */
  readonly ended: Promise<{ readonly exitCode: number; readonly lastOutput: string }>
  /** Asks the program to end and waits for it. Kills it after 5 s. */
  close(): Promise<void>
}

export function startGuarded(command: string, args: readonly string[]): GuardedProcess {
  const guard = spawn(execPath, [GUARD, command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own process group: a Ctrl-C in the terminal must trigger our graceful shutdown first.
    detached: true,
  })
  let lastOutput = ''
  const record = (chunk: Buffer): void => {
    lastOutput = (lastOutput + chunk.toString()).slice(-KEPT_OUTPUT_CHARACTERS)
  }
  guard.stdout.on('data', record)
  guard.stderr.on('data', record)
  // If the guard has already ended, the pipe breaks; its exit status is reported anyway.
  guard.stdin.on('error', () => undefined)

  const ended = once(guard, 'close').then(([code]) => ({
    exitCode: typeof code === 'number' ? code : 1,
    lastOutput: lastOutput.trim(),
  }))
  return {
    ended,
    async close() {
      guard.stdin.end()
      await ended
    },
  }
}

// Starts a program that must not outlive this process. It knows nothing of what the program is.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'

const GUARD = fileURLToPath(new URL('./guard.ts', import.meta.url))
const KEPT_OUTPUT_CHARACTERS = 4_000

export interface GuardedProcess {
  /** Resolves when the program has ended, for whatever reason, with the last of what it printed. */
  readonly ended: Promise<{ readonly exitCode: number; readonly lastOutput: string }>
  /** Asks the program to end and waits until it has. Kills it when it takes longer than 5 s. */
  close(): Promise<void>
}

export function startGuarded(command: string, args: readonly string[]): GuardedProcess {
  const guard = spawn(execPath, [GUARD, command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own process group: a Ctrl-C in the terminal must reach our graceful shutdown first.
    detached: true,
  })
  let lastOutput = ''
  const keep = (chunk: Buffer): void => {
    lastOutput = (lastOutput + chunk.toString()).slice(-KEPT_OUTPUT_CHARACTERS)
  }
  guard.stdout.on('data', keep)
  guard.stderr.on('data', keep)
  // A guard that is already gone breaks the pipe; its exit says all there is to say.
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

/** One of the service's programs in a separate process, which inherits only PATH from this process's environment. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../../src/embedded/free-port.ts'
import { keepOutput } from '../servers/log-sink.ts'
import { PROGRAM_ENVIRONMENT } from './program-environment.ts'

export interface SeparateProcess {
  readonly pid: number
  readonly url: string
  /** Resolves when `/readyz` reports ready; rejects when the process ends first. */
  untilReady(): Promise<void>
  /** The output of the process so far. */
  output(): string
  /** Resolves with the exit status when the process has ended; null when a signal killed it. */
  readonly exitCode: Promise<number | null>
  /** Sends SIGTERM, as a supervisor does; resolves with `exitCode`. */
  terminate(): Promise<number | null>
  /** Kills the process if it is still running, and waits for its end. */
  kill(): Promise<void>
}

const LOOK_EVERY_MS = 100

/** @param program with its arguments, such as `['src/web.ts']`. */
export async function startSeparately(
  program: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SeparateProcess> {
  const port = String(await freePort())
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [...program], {
    env: { ...PROGRAM_ENVIRONMENT, PORT: port, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  keepOutput(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const closed = once(child, 'close')
  const exitCode = closed.then(() => child.exitCode)
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  return {
    pid: child.pid ?? 0,
    url,
    async untilReady() {
      while (!(await isReady(url))) {
        if (hasEnded()) throw new Error(`${program.join(' ')} has ended: ${output}`)
        await sleep(LOOK_EVERY_MS)
      }
    },
    output: () => output,
    exitCode,
    terminate() {
      child.kill('SIGTERM')
      return exitCode
    },
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

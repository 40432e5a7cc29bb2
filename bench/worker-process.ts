/** A worker (worker.ts) in a process of its own, to measure its memory. Linux only: the peak is the kernel's. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('./worker.ts', import.meta.url))
const ERROR_LEVEL = 50

export interface WorkerProcess {
  /** The peak of resident memory since the process began. */
  peakRssBytes(): number
  /** Kills a worker whose run has ended: nothing is saved. */
  kill(): Promise<void>
}

/** Resolves when the workers run. The process gets only `env` and PATH as its environment. */
export async function startWorkerProcess(
  env: Readonly<Record<string, string>>,
): Promise<WorkerProcess> {
  const child = fork(PROGRAM, {
    env: { PATH: process.env['PATH'], ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  showErrors(child)
  const exited = once(child, 'exit')
  await Promise.race([
    once(child, 'message'),
    exited.then(() => {
      throw new Error('The worker process ended before its workers ran.')
    }),
  ])
  return {
    peakRssBytes: () => peakRssBytes(child.pid ?? 0),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

function showErrors({ stdout }: ChildProcess): void {
  if (stdout === null) return
  createInterface({ input: stdout }).on('line', (line) => {
    if (Number(/"level":(\d+)/.exec(line)?.[1]) >= ERROR_LEVEL) console.error(line)
  })
}

function peakRssBytes(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))
  if (kilobytes === null) throw new Error('The kernel does not tell the peak of the memory.')
  return Number(kilobytes[1]) * 1024
}

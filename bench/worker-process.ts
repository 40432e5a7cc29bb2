/** A worker in a process of its own, to measure its memory. Linux only: the peak is the kernel's. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { peakRssBytes, showErrors } from './minimal/child.ts'
import { NODE_FLAGS } from './node-flags.ts'

/** Beside this file: the service's worker, and one of empty workflows. */
const PROGRAMS = { service: './worker.ts', empty: './empty/worker.ts' } as const

export interface WorkerProcess {
  readonly pid: number
  /** The peak of resident memory since the process began. */
  peakRssBytes(): number
  /** Ends the worker as a restart does: Temporal knows at once that it is gone. */
  stop(): Promise<void>
  /** Kills a worker whose run has ended: nothing is saved. */
  kill(): Promise<void>
}

/** Resolves when the workers run. The process gets only `env` and PATH as its environment. */
export async function startWorkerProcess(
  env: Readonly<Record<string, string>>,
  program: keyof typeof PROGRAMS = 'service',
): Promise<WorkerProcess> {
  const child = fork(fileURLToPath(new URL(PROGRAMS[program], import.meta.url)), {
    env: { PATH: process.env['PATH'], ...env },
    execArgv: [...NODE_FLAGS],
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
    pid: child.pid ?? 0,
    peakRssBytes: () => peakRssBytes(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

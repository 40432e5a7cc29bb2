/** The service as a process of its own (service-process.ts), which a test starts, gives orders and kills. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { descendantsOf } from './descendants.ts'
import { keepOutput } from './log-sink.ts'
import { type AccountSeen, type Order, Report } from './service-orders.ts'

const PROGRAM = fileURLToPath(new URL('./service-process.ts', import.meta.url))

export interface KillableService {
  /** Rejects when the process ends before it has answered. */
  give(order: Order): Promise<AccountSeen | null>
  /** SIGKILL to the process and to all that it started. When it returns, none of them acts any more. */
  kill(): void
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>
}

/** Resolves when the workers run. `env` and PATH are all of the environment that the process gets. */
export async function startKillableService(
  env: Readonly<Record<string, string>>,
): Promise<KillableService> {
  const child = fork(PROGRAM, {
    env: { PATH: process.env['PATH'], ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  keepOutput(child)
  const { pid } = child
  if (pid === undefined) throw new Error('The service process could not be started.')
  const ready = Promise.withResolvers<void>()
  const answers = new Map<number, PromiseWithResolvers<AccountSeen | null>>()
  child.on('message', (message) => {
    const report = Report.parse(message)
    if ('ready' in report) return ready.resolve()
    const answer = answers.get(report.number)
    if ('seen' in report) answer?.resolve(report.seen)
    else answer?.reject(new Error(report.failed))
  })
  const gone = once(child, 'exit').then(() => {
    const error = new Error('The service process has ended.')
    for (const waiting of [ready, ...answers.values()]) waiting.reject(error)
  })
  await ready.promise

  const pids = [pid, ...descendantsOf(pid)]
  return {
    give(order) {
      const answer = Promise.withResolvers<AccountSeen | null>()
      const number = answers.size
      answers.set(number, answer)
      child.send({ number, order }, (error) => {
        if (error !== null) answer.reject(error)
      })
      return answer.promise
    },
    kill: () => pids.forEach(killNow),
    gone,
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

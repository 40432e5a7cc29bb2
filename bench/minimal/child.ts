/** Programs of a benchmark in processes of their own, which carry out one order after the other. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const ERROR_LEVEL = 50

const Reply = z.union([z.object({ answer: z.unknown() }), z.object({ failed: z.string() })])

export interface Child {
  readonly pid: number
  /** Waits for the answer. Throws what the program says if it failed. */
  ask<T>(order: object, answer: z.ZodType<T>): Promise<T>
  /** Nothing is saved. */
  kill(): Promise<void>
}

/** The process gets only `env` and PATH as its environment. Of its output, only errors are shown. */
export function startChild(
  program: URL,
  env: Readonly<Record<string, string>> = {},
  execArgv: readonly string[] = [],
): Child {
  const child = fork(program, {
    env: { PATH: process.env['PATH'], ...env },
    execArgv: [...execArgv],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  showErrors(child)
  const exited = once(child, 'exit')
  const died = exited.then(() => {
    throw new Error(`${program.pathname} has ended by itself.`)
  })
  died.catch(() => undefined)
  return {
    pid: child.pid ?? 0,
    async ask(order, answer) {
      const replied = once(child, 'message')
      child.send(order)
      const messages = await Promise.race([replied, died])
      const reply = Reply.parse(messages[0])
      if ('failed' in reply) throw new Error(`${program.pathname}: ${reply.failed}`)
      return answer.parse(reply.answer)
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** In the program: answers its orders one by one. It ends with the benchmark, also when that was killed. */
export function serveOrders<T>(
  schema: z.ZodType<T>,
  carryOut: (order: T) => Promise<unknown>,
): void {
  process.on('disconnect', () => process.exit(1))
  process.on('message', (message) => {
    const replied = carryOut(schema.parse(message)).then(
      (answer) => ({ answer }),
      (error: unknown) => ({
        failed: error instanceof Error ? (error.stack ?? '') : String(error),
      }),
    )
    void replied.then((reply) => process.send?.(reply))
  })
}

/** The peak of a process's resident memory since it began, in bytes. Linux only: the figure is the kernel's. */
export function peakRssBytes(pid: number): number {
  return memoryOf(pid, /^VmHWM:\s+(\d+) kB$/m)
}

/** A process's resident memory at this moment, in bytes. Linux only. */
export function rssBytes(pid: number): number {
  return memoryOf(pid, /^VmRSS:\s+(\d+) kB$/m)
}

function memoryOf(pid: number, line: RegExp): number {
  const kilobytes = line.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))
  if (kilobytes === null) throw new Error('The kernel does not tell the memory.')
  return Number(kilobytes[1]) * 1024
}

/** Of a program that logs in JSON. */
export function showErrors({ stdout }: ChildProcess): void {
  if (stdout === null) return
  createInterface({ input: stdout }).on('line', (line) => {
    if (Number(/"level":(\d+)/.exec(line)?.[1]) >= ERROR_LEVEL) console.error(line)
  })
}

/** CPU time of this process, its threads and its descendants. Linux only: it is the kernel's count. */
import { readdirSync, readFileSync } from 'node:fs'

/** The kernel's USER_HZ is 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10

interface Process {
  readonly pid: number
  readonly parent: number
  readonly program: string
  /** Its own, and that of its children that have ended: PostgreSQL's come and go. */
  readonly cpuMs: number
  /** Without its children. */
  readonly ownCpuMs: number
}

/** Milliseconds by program: `temporal`, `postgres`, `sandbox` (this process) or a name in `names`. */
export function cpuTimes(names: ReadonlyMap<number, string> = new Map()): Map<string, number> {
  const all = new Map(processes().map((one) => [one.pid, one]))
  const isOurs = (pid: number): boolean =>
    pid === process.pid || (all.has(pid) && isOurs(all.get(pid)?.parent ?? 0))
  const times = new Map<string, number>()
  for (const { pid, program, cpuMs } of all.values()) {
    if (!isOurs(pid)) continue
    const name = names.get(pid) ?? (pid === process.pid ? 'sandbox' : program)
    times.set(name, (times.get(name) ?? 0) + cpuMs)
  }
  return times
}

/** The ids of this process's worker threads of Node. */
export function workerThreads(): readonly number[] {
  return readdirSync(THREADS)
    .map((id) => parsed(readFileSync(`${THREADS}/${id}/stat`, 'utf8')))
    .filter(({ program }) => program === 'WorkerThread')
    .map(({ pid }) => pid)
}

/** Seconds that these threads of this process have taken. They must not have ended. */
export function cpuOfThreads(ids: readonly number[]): number {
  const times = ids.map(
    (id) => parsed(readFileSync(`${THREADS}/${String(id)}/stat`, 'utf8')).ownCpuMs,
  )
  return times.reduce((sum, ms) => sum + ms, 0) / 1000
}

const THREADS = '/proc/self/task'

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [parsed(readFileSync(`/proc/${name}/stat`, 'utf8'))]
      } catch {
        // It has ended.
        return []
      }
    })
}

/** proc(5), `pid (program) state ppid …`: the program's name may contain anything. */
function parsed(stat: string): Process {
  const pid = Number.parseInt(stat)
  const program = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ms = (from: number, to: number) =>
    fields.slice(from, to).reduce((sum, field) => sum + Number(field), 0) * MS_PER_TICK
  const ownCpuMs = ms(11, 13)
  // The children of this process are measured by their own names.
  const cpuMs = pid === process.pid ? ownCpuMs : ms(11, 15)
  return { pid, parent: Number(fields[1]), program, cpuMs, ownCpuMs }
}

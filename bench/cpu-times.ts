/** CPU time of this process and its descendants, by what they are. Linux only: it is the kernel's count. */
import { readdirSync, readFileSync } from 'node:fs'

/** The kernel's USER_HZ is 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10

interface Process {
  readonly pid: number
  readonly parent: number
  readonly program: string
  /** Its own, and that of its children that have ended: PostgreSQL's come and go. */
  readonly cpuMs: number
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
  // The children of this process are measured by their own names.
  const ticks = fields.slice(11, pid === process.pid ? 13 : 15)
  const cpuMs = ticks.reduce((sum, field) => sum + Number(field), 0) * MS_PER_TICK
  return { pid, parent: Number(fields[1]), program, cpuMs }
}

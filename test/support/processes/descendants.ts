/** Finds the processes that a process has started, for a test that kills them all at once. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Ids of all direct and indirect child processes of `pid`. */
export function descendantsOf(pid: number, parents = parentByPid()): number[] {
  const children = [...parents].flatMap(([child, parent]) => (parent === pid ? [child] : []))
  return children.flatMap((child) => [child, ...descendantsOf(child, parents)])
}

/** Reads /proc where it exists, because slim Linux images have no `ps`; other systems have no /proc. */
function parentByPid(): Map<number, number> {
  const lines = existsSync('/proc/self/stat')
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(statOf)
    : execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number)
      return pid === undefined || parent === undefined ? [] : [[pid, parent]]
    }),
  )
}

/** The file is `<pid> (<name, perhaps with blanks>) <state> <parent> …`. The process may have ended since. */
function statOf(pid: string): string {
  try {
    const [, parent = ''] = /.*\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return `${pid} ${parent}`
  } catch {
    return ''
  }
}

/** What the processes of a tree take of memory, from the kernel. Linux only. */
import { readFileSync, readdirSync } from 'node:fs'
import { setInterval } from 'node:timers'

export interface ProcessMemory {
  /** The beginning of its command line. */
  readonly command: string
  /** Megabytes; pages that several processes share are divided among them. */
  readonly pss: number
  /** Its largest resident memory since it began, in megabytes. */
  readonly peak: number
}

const EVERY_MS = 250

/** Follows a process and its descendants. */
export class MemoryWatch {
  /** The latest figures by process id, also of processes that have ended. */
  readonly processes = new Map<number, ProcessMemory>()
  /** The largest sum of all processes at one time, in megabytes. */
  peak = 0
  readonly #timer: NodeJS.Timeout

  constructor(pid: number) {
    this.#timer = setInterval(() => {
      this.peak = Math.max(this.peak, this.now(pid))
    }, EVERY_MS)
  }

  /** Megabytes of all processes at present. */
  now(pid: number): number {
    let sum = 0
    for (const id of treeOf(pid)) {
      const found = memoryOf(id)
      if (found === null) continue
      this.processes.set(id, found)
      sum += found.pss
    }
    return sum
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

function treeOf(pid: number): number[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
      .filter((id) => id !== '')
    return [pid, ...children.flatMap((id) => treeOf(Number(id)))]
  } catch {
    return []
  }
}

/** Null if the process has ended. */
function memoryOf(pid: number): ProcessMemory | null {
  try {
    const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8')
    const megabytes = (text: string, field: string) =>
      Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) / 1024
    return {
      command: read('cmdline').replaceAll('\0', ' ').slice(0, 200),
      pss: megabytes(read('smaps_rollup'), 'Pss'),
      peak: megabytes(read('status'), 'VmHWM'),
    }
  } catch {
    return null
  }
}

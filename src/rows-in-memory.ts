/**
 * Bounds how many people's rows this process holds at once, whatever is read and uploaded concurrently, for all accounts
 * together. Beyond the bound only the work that began first continues: so at least one always gets to its end.
 */
import { unlessAborted } from './http/unless-aborted.ts'

/** About 100 MB. A single webinar with more rows is read nevertheless, but alone. */
const MOST_ROWS = 20_000

/** The rows of one piece of work. */
export interface HeldRows {
  /** Counts rows before they are taken into memory, and waits until there is room. Rejects when `signal` aborts. */
  add(rows: number, signal: AbortSignal): Promise<void>
  /** The rows are no longer in memory. */
  release(): void
}

export interface RowsInMemory {
  hold(): HeldRows
}

export function createRowsInMemory(most = MOST_ROWS): RowsInMemory {
  const holders = new Map<HeldRows, number>()
  let inMemory = 0
  let waiting: (() => void)[] = []
  const wakeAll = () => {
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  const isFirst = (holder: HeldRows) => holders.keys().next().value === holder

  function hold(): HeldRows {
    const holder: HeldRows = {
      async add(rows, signal) {
        if (!holders.has(holder)) holders.set(holder, 0)
        while (inMemory > 0 && inMemory + rows > most && !isFirst(holder)) {
          await untilReleased(signal)
        }
        signal.throwIfAborted()
        holders.set(holder, (holders.get(holder) ?? 0) + rows)
        inMemory += rows
      },
      release() {
        inMemory -= holders.get(holder) ?? 0
        holders.delete(holder)
        wakeAll()
      },
    }
    return holder
  }

  async function untilReleased(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const released = new Promise<void>((resolve) => {
      waiting.push(resolve)
    })
    await unlessAborted(released, signal)
  }

  return { hold }
}

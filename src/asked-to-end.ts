/**
 * Resolves when somebody asks this process to end: Ctrl-C, or SIGTERM. A container's first process calls it before
 * it starts anything, because a signal that it does not hear does not end it.
 */
import { once } from 'node:events'

export async function askedToEnd(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}

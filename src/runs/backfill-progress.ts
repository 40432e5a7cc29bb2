/** The progress of a backfill, shown with its run and in the Temporal UI. */
import type { Store } from '../store/database.ts'
import { countContactsRead, countWork } from '../store/runs/run-progress.ts'
import { getRun } from '../store/runs/runs.ts'

/** Assumes the speed so far. Null while nothing is done yet. */
export function expectedEnd(
  startedAt: Date,
  doneCount: number,
  ofCount: number,
  now: Date,
): Date | null {
  if (doneCount === 0) return null
  const leftMs = ((now.getTime() - startedAt.getTime()) / doneCount) * (ofCount - doneCount)
  return new Date(now.getTime() + leftMs)
}

/** Markdown for the Temporal UI. */
export async function describeBackfill(store: Store, runKey: string, now: Date): Promise<string> {
  const { startedAt } = await getRun(store, runKey)
  const { read, finished, of } = await countWork(store, runKey)
  const contacts = await countContactsRead(store, runKey)
  const end = expectedEnd(startedAt, finished, of, now)
  return [
    `- webinars read: **${String(read)} of ${String(of)}**`,
    `- contacts read: **${String(contacts)}**`,
    `- expected end: ${end?.toISOString() ?? 'not known yet'}`,
  ].join('\n')
}

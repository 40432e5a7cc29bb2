/** How far a backfill is. Plain code: its workflow shows it, too. */

/** As fast as so far; null while nothing tells how fast that is. */
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

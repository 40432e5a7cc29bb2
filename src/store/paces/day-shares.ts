/** Which part of a day's calls to Act-On each kind of run may use. */
import type { RunKind } from '../../contracts/sync-activities.ts'

export interface PartOfDay {
  /** The key under which the calls are counted that use up this part. */
  readonly key: string
  readonly perDay: number
}

/**
 * Backfills call only while the last 24 hours hold fewer than half of the day's calls, those of other runs included.
 * Comparisons use at most a quarter of the day's calls themselves.
 * @param key of all the account's calls.
 */
export function partOfDay(kind: RunKind, key: string, perDay: number): PartOfDay {
  switch (kind) {
    case 'sync':
      return { key, perDay }
    case 'backfill':
      return { key, perDay: Math.floor(perDay / 2) }
    case 'compare':
      return { key: `compare/${key}`, perDay: Math.floor(perDay / 4) }
  }
}

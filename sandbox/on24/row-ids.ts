/** ON24 sends ids sometimes as numbers and sometimes as strings. */
import type { On24Knobs } from './knobs.ts'

const ID_KEYS = ['eventid', 'eventuserid', 'clientid'] as const
type IdRow = { readonly [Key in (typeof ID_KEYS)[number]]?: number }

export function withIdTypes(row: IdRow, knobs: On24Knobs): object {
  const own = row.eventuserid ?? row.eventid ?? 0
  const asString = knobs.ids === 'string' || (knobs.ids === 'mixed' && own % 2 === 1)
  if (!asString) return row
  const written: Record<string, unknown> = { ...row }
  for (const key of ID_KEYS) {
    if (row[key] !== undefined) written[key] = String(row[key])
  }
  return written
}

/** Sort key of an arbitrary order that is the same in every call. */
export function scrambled(id: number): number {
  return Math.imul(id, 0x9e3779b1) >>> 0
}

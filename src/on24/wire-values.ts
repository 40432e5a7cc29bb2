/**
 * Single values as ON24 sends them: keys are left out rather than null, and ids and numbers may be text.
 * Lenient about form, strict about kind: an object where a text belongs is an unknown answer.
 */
import { z } from 'zod'

export const wireId = z
  .union([z.string().trim().min(1), z.number().int().nonnegative()])
  .transform(String)

export const wireText = z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish()

/** A number, or a text that holds one. Any other text says as little as an absent key. */
export const wireNumber = z
  .union([z.number(), z.string().transform(numberIn)])
  .nullish()
  .transform((value) => value ?? null)

/** A boolean, or ON24's `"Y"` and `"N"`. */
export function wireFlag(whenAbsent: boolean) {
  return z
    .union([z.boolean(), z.string()])
    .nullish()
    .transform((value) => {
      if (typeof value !== 'string') return value ?? whenAbsent
      if (/^(y|yes|true)$/i.test(value)) return true
      return /^(n|no|false)$/i.test(value) ? false : whenAbsent
    })
}

function numberIn(text: string): number | null {
  const value = text.trim() === '' ? NaN : Number(text)
  return Number.isFinite(value) ? value : null
}

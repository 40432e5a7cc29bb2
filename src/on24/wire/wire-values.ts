/**
 * Single values as ON24 sends them: keys are left out rather than null, and ids and numbers may be strings. A value
 * of the wrong type, such as an object instead of a string, counts as absent. Only ids, and the strings that identify
 * a person, make their row unreadable when they have the wrong type.
 */
import { z } from 'zod'
import { cleanText, wellFormed } from '../../http/vendor-text.ts'

/** ON24's ids are whole numbers. They become part of URLs, list names and keys in the store. */
export const wireId = z
  .union([
    z
      .string()
      .trim()
      .regex(/^\d{1,20}$/),
    z.number().int().nonnegative(),
  ])
  .transform(String)

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String)

export const wireText = text.transform(cleanText).nullish().catch(null)

/** A title is one line: NUL separates words, like other control characters. */
export const wireTitle = text
  .transform((title) => cleanText(title.replaceAll('\0', ' ')))
  .nullish()
  .catch(null)

/** Time stamps are strings; a number is not accepted as one. */
export const wireStamp = z.string().transform(cleanText).nullish().catch(null)

/** Identifies the person of the row: a value of another type than text makes the row unreadable. */
export const wireIdentity = text.transform(wellFormed).nullish()

/** A number, or a string that holds one. Any other value, or one beyond the safe integers, counts as absent. */
export const wireNumber = z
  .union([z.number(), z.string().transform(numberIn)])
  .nullish()
  .catch(null)
  .transform((value) =>
    value !== null && value !== undefined && Math.abs(value) <= Number.MAX_SAFE_INTEGER
      ? value
      : null,
  )

/** A boolean, or ON24's `"Y"` and `"N"`. */
export function wireFlag(whenAbsent: boolean) {
  return z
    .union([z.boolean(), z.string()])
    .nullish()
    .catch(null)
    .transform((value) => {
      if (typeof value !== 'string') return value ?? whenAbsent
      if (/^(y|yes|true)$/i.test(value)) return true
      return /^(n|no|false)$/i.test(value) ? false : whenAbsent
    })
}

function numberIn(value: string): number | null {
  const number = value.trim() === '' ? NaN : Number(value)
  return Number.isFinite(number) ? number : null
}

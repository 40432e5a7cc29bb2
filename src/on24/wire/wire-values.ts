/**
 * Single values as ON24 sends them: keys are left out rather than null, and ids and numbers may be text. A value of
 * a kind that the key never has, as an object where a text belongs, says as little as an absent key. Only ids, and
 * the texts that tell who a person is, make their row unreadable then.
 */
import { z } from 'zod'
import { cleanText, wellFormed } from '../../http/vendor-text.ts'

/** Whole numbers, as ON24's ids are. They become part of addresses, of list names and of keys in the store. */
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

/** A title is one line: a NUL separates its words, as other control characters do. */
export const wireTitle = text
  .transform((title) => cleanText(title.replaceAll('\0', ' ')))
  .nullish()
  .catch(null)

/** Time stamps are texts, and a number is none. */
export const wireStamp = z.string().transform(cleanText).nullish().catch(null)

/** Without it nobody knows who the row is about: another kind than text makes the row unreadable. */
export const wireIdentity = text.transform(wellFormed).nullish()

/** A number, or a text that holds one. Any other value, or one beyond all counting, says as little as an absent key. */
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

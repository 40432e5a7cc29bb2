/** What an operator sends, read strictly: a mistake is named by its field, and never by its value. */
import { z } from 'zod'
import { type FieldMistake, Problem } from './problem.ts'

/** Throws a Problem that names every mistake. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.flatMap(mistakesIn)
  const fields = errors.map(({ field, detail }) => `${field} ${detail}`.trim())
  throw new Problem('invalid', `${fields.join('; ')}.`, { errors })
}

/** `:id` of a route. What cannot be an ON24 client id is none that is registered. */
export function parseClientId(id: unknown): string {
  const parsed = on24ClientId.safeParse(id)
  if (parsed.success) return parsed.data
  throw new Problem('notRegistered', 'An ON24 client id consists of digits.')
}

const idMistake = 'must be the ON24 client id as a string of digits'

/** Without leading zeros: one client must not have two names. */
export const on24ClientId = z.string(idMistake).regex(/^[1-9]\d{0,19}$/, idMistake)

const LONGEST_NAME = 60

function mistakesIn(issue: z.core.$ZodIssue): FieldMistake[] {
  const field = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...issue.path, key.slice(0, LONGEST_NAME)].join('.'),
      detail: 'is not known here',
    }))
  }
  return [{ field, detail: issue.message }]
}

/** Parses a request strictly with the route's schemas. A mistake names its field and never quotes the value. */
import type { Request } from 'express'
import type { z } from 'zod'
import type { InputSchema, Route, OutputOf, RequestOf } from '../../api/route.ts'
import type { FieldMistake, ProblemWord } from '../../api/problem.ts'
import { Problem } from './problem.ts'
import { mistakeInWords } from '../../api/problem.ts'

/** Throws a Problem that names every mistake. */
export function readRequest<R extends Route>(route: R, request: Request): RequestOf<R> {
  return {
    params: readParams<R['params']>(route.params, request.params),
    query: parse<R['query']>(route.query, request.query),
    body: readBody<R['body']>(route.body, request),
  }
}

/** An invalid path parameter is answered as not found. */
function readParams<Schema extends z.ZodType>(schema: Schema, params: unknown): z.output<Schema> {
  const parsed = schema.safeParse(params)
  if (parsed.success) return parsed.data
  const invalid = new Set(parsed.error.issues.map(({ path }) => path[0]))
  const [word, detail] = UNKNOWN.find(([name]) => invalid.has(name))?.[1] ?? OF_CLIENT
  throw new Problem(word, detail)
}

type NotFound = readonly [ProblemWord, string]

const OF_CLIENT: NotFound = ['notRegistered', 'Check the id: an ON24 client id consists of digits.']
/** By parameter: the first one that is invalid decides. */
const UNKNOWN: readonly (readonly [string, NotFound])[] = [
  ['id', OF_CLIENT],
  ['eventId', ['webinarUnknown', 'Check the id: an ON24 event id consists of digits.']],
  ['range', ['noSuchRoute', 'Write the range of a backfill as YYYY-MM-DD..YYYY-MM-DD.']],
]

function readBody<Schema extends InputSchema>(schema: Schema, request: Request): OutputOf<Schema>
function readBody(schema: InputSchema, request: Request): unknown {
  if (schema === null) return undefined
  const body: unknown = request.body
  const isMissing = body === undefined && !schema.safeParse(undefined).success
  if (isMissing || (body === undefined && hasBody(request))) {
    throw new Problem('notJson', 'Send a body with Content-Type: application/json.')
  }
  return parse(schema, body)
}

/** RFC 9112, section 6: a message has a body when either header says so. */
function hasBody({ headers }: Request): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.flatMap(mistakesIn))
}

export function invalid(errors: readonly FieldMistake[]): Problem {
  const words = errors.map((mistake) => mistakeInWords(mistake, 'The body'))
  return new Problem('invalid', `${words.join('; ')}.`, { errors })
}

const MAX_NAME_LENGTH = 60

function mistakesIn(issue: z.core.$ZodIssue): FieldMistake[] {
  const field = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...issue.path, key.slice(0, MAX_NAME_LENGTH)].join('.'),
      detail: 'is not a known field',
    }))
  }
  return [{ field, detail: issue.message }]
}

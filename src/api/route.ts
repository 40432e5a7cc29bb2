/** The description of one API route, and the types derived from it. */
import type { z } from 'zod'
import type { FileAnswer } from './file-answer.ts'
import type { ProblemWord } from './problem.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Route {
  readonly method: Method
  /** Below `/api/v1`, with parameters as in OpenAPI: `/accounts/{id}`. */
  readonly path: string
  readonly summary: string
  /** Path parameters. An invalid value is answered as not found. */
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  /** Null: the body is not read. */
  readonly body: z.ZodType | null
  readonly status: 200 | 201 | 202 | 204
  /** Null: no body. */
  readonly answer: z.ZodType | null
  /** Media type of the answer. Default: JSON. */
  readonly media?: 'text/csv'
  /** In addition to the problems that every route may answer with. */
  readonly problems: readonly ProblemWord[]
}

export type InputSchema = Route['body']

export type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined
type InputOf<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined

/** As the server reads it. */
export interface RequestOf<R extends Route> {
  readonly params: z.output<R['params']>
  readonly query: z.output<R['query']>
  readonly body: OutputOf<R['body']>
}

/** As a client sends it. */
export interface CallOf<R extends Route> {
  readonly params: z.input<R['params']>
  readonly query: z.input<R['query']>
  readonly body: InputOf<R['body']>
}

export type AnswerOf<R extends Route> = R extends { readonly media: string }
  ? FileAnswer
  : OutputOf<R['answer']>

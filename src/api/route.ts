/** What describes one route of the API, and the types that follow from it. */
import type { z } from 'zod'
import type { FileAnswer } from './file-answer.ts'
import type { ProblemWord } from './problem.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Route {
  readonly method: Method
  /** Below `/api/v1`, with its parameters as in OpenAPI: `/accounts/{id}`. */
  readonly path: string
  readonly summary: string
  /** Of the path. A value that cannot be right is something that is not there. */
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  /** Null: none is read. */
  readonly body: z.ZodType | null
  readonly status: 200 | 201 | 202 | 204
  /** Null: no body. */
  readonly answer: z.ZodType | null
  /** Of the answer. Left out: JSON. */
  readonly media?: 'text/csv'
  /** Beside those that every route may answer with. */
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

/** What describes one operation of the API, and the types that follow from it. */
import type { z } from 'zod'
import type { FileAnswer } from './file-answer.ts'
import type { ProblemWord } from './problem.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Operation {
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
  /** Beside those that every operation may answer with. */
  readonly problems: readonly ProblemWord[]
}

export type InputSchema = Operation['body']

export type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined
type InputOf<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined

/** As the server reads it. */
export interface RequestOf<Op extends Operation> {
  readonly params: z.output<Op['params']>
  readonly query: z.output<Op['query']>
  readonly body: OutputOf<Op['body']>
}

/** As a client sends it. */
export interface CallOf<Op extends Operation> {
  readonly params: z.input<Op['params']>
  readonly query: z.input<Op['query']>
  readonly body: InputOf<Op['body']>
}

export type AnswerOf<Op extends Operation> = Op extends { readonly media: string }
  ? FileAnswer
  : OutputOf<Op['answer']>

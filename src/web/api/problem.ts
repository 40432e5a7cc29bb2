/** Refusals and failures of the API, sent as RFC 9457 problem documents. They hold no secrets. */
import type { Response } from 'express'
import {
  type FieldMistake,
  PROBLEMS,
  type ProblemDocument,
  type ProblemWord,
  typeOf,
} from '../../api/problem.ts'
import { setRetryAfter } from '../retry-after.ts'

export interface ProblemDetails {
  readonly errors?: readonly FieldMistake[]
  readonly retryAfterMs?: number
}

/** Thrown by a route. `detail` says what to do; it is our own text. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly word: ProblemWord
  readonly details: ProblemDetails

  constructor(word: ProblemWord, detail: string, details: ProblemDetails = {}) {
    super(detail)
    this.word = word
    this.details = details
  }
}

export function answerProblem(response: Response, problem: Problem): void {
  const { word, message: detail, details } = problem
  const [status, title] = PROBLEMS[word]
  if (details.retryAfterMs !== undefined) setRetryAfter(response, details.retryAfterMs)
  const document: ProblemDocument = {
    type: typeOf(word),
    title,
    status,
    detail,
    ...(details.errors !== undefined && { errors: [...details.errors] }),
  }
  response.status(status).type('application/problem+json').send(JSON.stringify(document))
}

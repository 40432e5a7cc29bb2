/** The last handler of a router: answers and logs errors without quoting the request. */
import { randomUUID } from 'node:crypto'
import type { ErrorRequestHandler, Response } from 'express'
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'

/** Each part of the server has its own form of answer: a page, a problem document, a line of text. */
export interface ErrorAnswers {
  /** Answers errors that routes throw on purpose; false for any other error. */
  readonly expected?: (response: Response, error: unknown) => boolean
  /** The request was at fault; the status says how. The error's message may quote the request and is not used. */
  readonly refused: (response: Response, status: number) => void
  /** The service was at fault. Operators find the error in the log by `errorId`. */
  readonly failed: (response: Response, errorId: string) => void
}

export function errorHandler(logger: Logger, answers: ErrorAnswers): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (!response.headersSent) {
      if (answers.expected?.(response, error) === true) return
      const status = clientErrorOf(error)
      if (status !== null) {
        answers.refused(response.status(status), status)
        return
      }
    }
    const errorId = randomUUID()
    logger.error({ errorId, method: request.method, ...errorFacts(error) }, 'A web request failed')
    // Express then closes the connection and prints the error that it gets.
    if (response.headersSent) next(new Error(`A web request failed: ${errorId}`))
    else answers.failed(response.status(500), errorId)
  }
}

/**
 * Express and its parsers mark errors caused by the request with a status below 500:
 * https://github.com/expressjs/body-parser#errors
 */
function clientErrorOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null
  const { status } = error
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null
}

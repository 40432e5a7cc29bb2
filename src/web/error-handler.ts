/** Last in a line of routes: whatever went wrong is answered and logged without what the request held. */
import { randomUUID } from 'node:crypto'
import type { ErrorRequestHandler, Response } from 'express'
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'

/** Each part of the server says it in its own form: a page, a problem document, a line of text. */
export interface ErrorAnswers {
  /** Answers what routes throw to be answered; false for any other error. */
  readonly meant?: (response: Response, error: unknown) => boolean
  /** The request was at fault; the status says how. Its error's words may quote it and are not used. */
  readonly refused: (response: Response, status: number) => void
  /** We were at fault. By `errorId` operators find it in the log. */
  readonly failed: (response: Response, errorId: string) => void
}

export function errorHandler(logger: Logger, answers: ErrorAnswers): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (!response.headersSent) {
      if (answers.meant?.(response, error) === true) return
      const status = clientErrorOf(error)
      if (status !== null) {
        answers.refused(response.status(status), status)
        return
      }
    }
    const errorId = randomUUID()
    logger.error({ errorId, method: request.method, ...errorFacts(error) }, 'A web request failed')
    // Express cuts off what has begun, and prints the error that it is given.
    if (response.headersSent) next(new Error(`A web request failed: ${errorId}`))
    else answers.failed(response.status(500), errorId)
  }
}

/**
 * Express and its parsers mark what a request did wrong with a status below 500:
 * https://github.com/expressjs/body-parser#errors
 */
function clientErrorOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null
  const { status } = error
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null
}

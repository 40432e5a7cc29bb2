/** Ends every request of the API that failed: a problem as it is, anything else without a word of what it says. */
import { randomUUID } from 'node:crypto'
import { isGrpcServiceError, ServiceError } from '@temporalio/client'
import type { ErrorRequestHandler } from 'express'
import { errorPlaces } from '../../observability/error-places.ts'
import type { Logger } from '../../observability/logger.ts'
import { answerProblem, Problem } from './problem.ts'

export function apiErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    answerProblem(response, asProblem(error) ?? unexpected(error, logger))
  }
}

function asProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (isTemporalAway(error)) {
    const detail = 'Temporal does not answer, and the truth about this is there. Try again later.'
    return new Problem('temporalUnavailable', detail, { retryAfterMs: 30_000 })
  }
  return refusedByExpress(error)
}

export function isTemporalAway(error: unknown): boolean {
  return error instanceof ServiceError || isGrpcServiceError(error)
}

/** Express and its body parser throw errors with a status: https://github.com/expressjs/body-parser#errors */
function refusedByExpress(error: unknown): Problem | null {
  const status = error instanceof Error && 'status' in error ? error.status : null
  switch (status) {
    case 413:
      return new Problem('tooLarge', 'No body of this API is larger than 16 kB.')
    case 415:
      return new Problem('notJson', 'Send the body as UTF-8 JSON, not compressed in this way.')
    default: {
      const isRefusal = typeof status === 'number' && status >= 400 && status < 500
      const detail = 'The body is not valid JSON, or the URL is not well formed.'
      return isRefusal ? new Problem('unreadable', detail) : null
    }
  }
}

/** The error's own words may quote a value: only its kind and its places are logged. */
function unexpected(error: unknown, logger: Logger): Problem {
  const errorId = randomUUID()
  const kind = error instanceof Error ? error.name : typeof error
  logger.error({ errorId, kind, places: errorPlaces(error) }, 'A request of the API failed')
  return new Problem('unexpected', `The service's log says more under the error id ${errorId}.`)
}

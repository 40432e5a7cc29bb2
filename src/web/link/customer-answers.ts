/** What the customer's pages answer to requests that they refuse, the same under every path. */
import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Service } from '../../service.ts'
import { errorHandler } from '../error-handler.ts'
import type { Html } from '../html.ts'
import { isCrossSite } from '../same-origin.ts'
import { errorPage, refusedPage } from './pages/message-pages.ts'
import type { Operator } from './pages/operator-words.ts'

export interface CustomerAnswers {
  readonly notFound: RequestHandler
  readonly refuseCrossSite: RequestHandler
  methodNotAllowed(allowed: string): RequestHandler
  /** The last handler. */
  readonly errors: ErrorRequestHandler
}

/** @param notFoundPage the same for every token that is not known: guessing reveals nothing. */
export function customerAnswers(
  { config, logger }: Pick<Service, 'config' | 'logger'>,
  notFoundPage: (operator: Operator) => Html,
): CustomerAnswers {
  const { operator, http } = config
  return {
    notFound: (_request, response) => {
      response.status(404).send(notFoundPage(operator))
    },
    refuseCrossSite: (request, response, next) => {
      if (isCrossSite(request, http.publicUrl)) response.status(403).send(refusedPage(operator))
      else next()
    },
    methodNotAllowed: (allowed) => (_request, response) => {
      response.status(405).set('Allow', allowed).send(refusedPage(operator))
    },
    errors: errorHandler(logger, {
      refused: (response, status) =>
        response.send(status === 404 ? notFoundPage(operator) : refusedPage(operator)),
      failed: (response, errorId) => response.send(errorPage(operator, { errorId })),
    }),
  }
}

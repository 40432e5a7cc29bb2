/** How the operators' pages answer requests that failed. */
import type { Response } from 'express'
import { AccountNotLinked } from '../../operating/signal-account.ts'
import { CursorUnknown } from '../../store/page-cursor.ts'
import { isTemporalAway } from '../api/api-errors.ts'
import type { ErrorAnswers } from '../error-handler.ts'
import { AccountMissing } from './account-of.ts'
import {
  errorPage,
  notLinkedPage,
  notRegisteredPage,
  refusedPage,
  staleListPage,
  temporalAwayPage,
} from './message-page.ts'

export const pageErrors: ErrorAnswers = {
  meant(response, error) {
    const [status, page] = answerTo(error) ?? []
    if (status !== undefined && page !== undefined) response.status(status).send(page)
    return status !== undefined
  },
  refused: (response: Response) => response.send(refusedPage()),
  failed: (response, errorId) => response.send(errorPage(errorId)),
}

function answerTo(error: unknown): readonly [number, string] | null {
  if (error instanceof AccountMissing) return [404, notRegisteredPage()]
  if (error instanceof AccountNotLinked) return [409, notLinkedPage()]
  if (error instanceof CursorUnknown) return [404, staleListPage()]
  if (isTemporalAway(error)) return [503, temporalAwayPage()]
  return null
}

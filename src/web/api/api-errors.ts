/** Answers failed API requests with problem documents, whose texts are our own. */
import { cursorMistake } from '../../api/paging.ts'
import { NEXT_STEP_OF_PROBLEM } from '../../api/problem.ts'
import { AccountPaused } from '../../operating/request-operation.ts'
import { CursorUnknown } from '../../store/page-cursor.ts'
import type { ErrorAnswers } from '../error-handler.ts'
import { answerProblem, Problem } from './problem.ts'
import { invalid } from './read-request.ts'
import { AccountNotLinked } from '../../store/accounts/account.ts'

export const apiErrors: ErrorAnswers = {
  expected(response, error) {
    const problem = problemIn(error)
    if (problem !== null) answerProblem(response, problem)
    return problem !== null
  },
  refused(response, status) {
    answerProblem(response, refusedByExpress(status))
  },
  failed(response, errorId) {
    const detail = `For details, see the service's log under the error id ${errorId}.`
    answerProblem(response, new Problem('unexpected', detail))
  },
}

/** Null for a bug of ours. */
export function problemIn(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (error instanceof CursorUnknown) {
    return invalid([{ field: 'cursor', detail: cursorMistake }])
  }
  if (error instanceof AccountNotLinked)
    return new Problem('notLinked', NEXT_STEP_OF_PROBLEM.notLinked)
  if (error instanceof AccountPaused) return new Problem('paused', NEXT_STEP_OF_PROBLEM.paused)
  return null
}

function refusedByExpress(status: number): Problem {
  switch (status) {
    case 413:
      return new Problem('tooLarge', 'Send less: bodies may have at most 16 kB.')
    case 415:
      return new Problem('notJson', 'Send the body as UTF-8 JSON, without this compression.')
    default:
      return new Problem(
        'unreadable',
        'Check the body, which is not valid JSON, or the URL, which is malformed.',
      )
  }
}

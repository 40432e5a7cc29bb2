/** Answers failed requests for operator pages like the API does, but as a page. */
import { PROBLEMS } from '../../api/problem.ts'
import { problemIn } from '../api/api-errors.ts'
import type { ErrorAnswers } from '../error-handler.ts'
import { errorPage, problemPage, refusedPage } from './message-page.ts'

export const pageErrors: ErrorAnswers = {
  expected(response, error) {
    const problem = problemIn(error)
    if (problem === null) return false
    const [status, title] = PROBLEMS[problem.word]
    response.status(status).send(problemPage({ title, detail: problem.message }))
    return true
  },
  refused: (response) => response.send(refusedPage()),
  failed: (response, errorId) => response.send(errorPage(errorId)),
}

/** An account's problems as operators see them. */
import type { AccountProblem, WebinarProblem } from './account-problem.ts'
import type { Trouble } from '../contracts/trouble.ts'
import { troubleWords } from '../contracts/trouble-words.ts'

export function viewProblem(trouble: Trouble): AccountProblem {
  return { ...viewWebinarProblem(trouble), eventId: trouble.eventId }
}

export function viewWebinarProblem(trouble: Trouble): WebinarProblem {
  const { kind, since, rows } = trouble
  return { kind, since: since.toISOString(), rows, ...troubleWords(trouble) }
}

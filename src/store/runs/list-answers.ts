/** How the list of a webinar has answered a run, as `list_answer` holds it. Without words of Act-On's. */
import { sql } from 'kysely'

/** Otherwise it is the signature of the refusal, one of the two below, or null if the list was not tried. */
export const ANSWERED = 'answered'
const BUT = 'answered: '
const SILENT = 'unanswered: '

/** The list answers, but some of its rows wait. */
export function answeredBut(reason: string): string {
  return BUT + reason
}

/** There is no usable answer, which says nothing of whether Act-On refuses. */
export function unanswered(reason: string): string {
  return SILENT + reason
}

export function isAnswered(listAnswer: string): boolean {
  return listAnswer === ANSWERED || listAnswer.startsWith(BUT)
}

export function isRefusal(listAnswer: string): boolean {
  return !isAnswered(listAnswer) && !listAnswer.startsWith(SILENT)
}

/** SQL: why rows of the webinar wait, by what its list has answered; null if they do not. */
export const WHY_NOT_WRITTEN = sql<string | null>`case
  when list_answer = ${ANSWERED} then null
  when starts_with(list_answer, ${BUT}) then substr(list_answer, ${BUT.length + 1}::integer)
  when starts_with(list_answer, ${SILENT}) then substr(list_answer, ${SILENT.length + 1}::integer)
  else list_answer
end`

import { PROBLEMS } from '../../../api/problem.ts'
import { Problem } from '../../api/problem.ts'

/** Why a change was refused, as sentences for its form, so that nothing need be typed again. Null if it was made. */
export async function refusalOf(change: () => Promise<void>): Promise<string | null> {
  try {
    await change()
    return null
  } catch (error) {
    if (error instanceof Problem) return `${PROBLEMS[error.word][1]}. ${error.message}`
    throw error
  }
}

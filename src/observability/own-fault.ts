/** A fault of our own in handling one item: no vendor's outage, and nothing that waiting mends. */
import { errorFacts } from './error-facts.ts'

const FAULTS = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'URIError',
  'ZodError',
])

/** SQLSTATE classes: data that PostgreSQL does not take, and constraints that it breaks. */
const OF_THE_DATA = /^2[23]\w{3}$/

export function isOwnFault(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { kind, code } = errorFacts(error)
  // Without a name and a code nobody outside has said it: something was found that ought not to be, as a seal that is broken.
  if (kind === 'Error' && code === null) return true
  return FAULTS.has(kind) || (code !== null && OF_THE_DATA.test(code))
}

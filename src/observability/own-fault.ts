/** Tells a mistake of our own from trouble of a network, a vendor or a database that is away. */
import { errorFacts } from './error-facts.ts'

/** What the language throws at code that is wrong, or that has met a value which nobody thought of. */
const OF_THE_LANGUAGE = new Set([
  'TypeError',
  'RangeError',
  'URIError',
  'SyntaxError',
  'ReferenceError',
  'ZodError',
])

/** SQLSTATE classes of a statement or a value that the database will never take, however often it is tried. */
const OF_A_STATEMENT = /^(21|22|23|42)[0-9A-Z]{3}$/

/** Trying again does not help, unless the value that it stumbled over changes. */
export function isOwnFault(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { kind, code } = errorFacts(error)
  return OF_THE_LANGUAGE.has(kind) || (code !== null && OF_A_STATEMENT.test(code))
}

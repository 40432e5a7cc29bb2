/** Distinguishes our own mistakes from failures of the network, a vendor or the database connection. */
import { errorFacts } from './error-facts.ts'

/** Errors of code that is wrong, or that received an unforeseen value. */
const PROGRAMMING_ERRORS = new Set([
  'TypeError',
  'RangeError',
  'URIError',
  'SyntaxError',
  'ReferenceError',
  'ZodError',
])

/** SQLSTATE classes of a statement or value that the database will never accept, however often it is retried. */
const STATEMENT_ERRORS = /^(21|22|23|42)[0-9A-Z]{3}$/

/** A retry does not help, unless the value that caused the error changes. */
export function isOwnFault(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { kind, code } = errorFacts(error)
  return PROGRAMMING_ERRORS.has(kind) || (code !== null && STATEMENT_ERRORS.test(code))
}

/** The facts of an error that may be logged without its message, which may quote a contact or a credential. */

export interface ErrorFacts {
  /** The error's name, or the type of a thrown value that is no Error. */
  readonly kind: string
  /** The code of the system or the database, such as ECONNREFUSED or 57P01: one word, never a value. */
  readonly code: string | null
  /** The lines of the stack, without the message. */
  readonly places: string
}

/** For logs: `logger.warn({ on24ClientId, ...errorFacts(error) }, 'What failed')`. */
export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { kind: typeof error, code: null, places: '' }
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { kind: error.name, code: codeOf(error), places: places.join('\n') }
}

function codeOf(error: Error): string | null {
  const code = 'code' in error ? error.code : null
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : null
}

/** What any error may be told of without what it says: its words may quote a contact or a credential. */

export interface ErrorFacts {
  /** The name of its class, or the type of what was thrown instead of an error. */
  readonly kind: string
  /** Of the system or the database, such as ECONNREFUSED or 57P01: a word, never a value. */
  readonly code: string | null
  /** The lines of its stack. */
  readonly places: string
}

/** For logs: `logger.warn({ on24ClientId, ...errorFacts(error) }, 'What could not be done')`. */
export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { kind: typeof error, code: null, places: '' }
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { kind: error.name, code: codeOf(error), places: places.join('\n') }
}

function codeOf(error: Error): string | null {
  const code = 'code' in error ? error.code : null
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : null
}

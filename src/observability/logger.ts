// The service's logger: JSON lines, or readable ones for a person at a terminal. Fields that could hold a
// credential or a person are blanked by name, and errors are reduced to their words.
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import { isColorSupported, prettyFactory } from 'pino-pretty'

export type { Logger } from 'pino'

const SECRET_FIELDS = [
  ...['password', 'secret', 'clientSecret', 'token', 'accessToken', 'refreshToken', 'taskToken'],
  ...['accessTokenKey', 'accessTokenSecret', 'authorization', 'cookie', 'userName'],
  ...['email', 'cells', 'profile', 'headers', 'body', 'data', 'url'],
]
/** How deep inside a logged object the fields are looked for. */
const DEPTHS = ['', '*.', '*.*.']

export interface LoggerOptions {
  /** For a person at a terminal; otherwise one JSON object a line. */
  readonly pretty?: boolean
  /** Standard output when left out. */
  readonly destination?: DestinationStream
}

export function createLogger({
  pretty = false,
  destination = pino.destination({ sync: true }),
}: LoggerOptions = {}): Logger {
  const options = {
    base: null,
    serializers: { err: errorWords, error: errorWords },
    redact: {
      paths: DEPTHS.flatMap((depth) => SECRET_FIELDS.map((field) => depth + field)),
      censor: '[redacted]',
    },
  }
  return pino(options, pretty ? readable(destination) : destination)
}

/** In this thread: pino-pretty's usual transport thread could lose the last lines before an exit. */
function readable(destination: DestinationStream): DestinationStream {
  const format = prettyFactory({ colorize: isColorSupported, translateTime: 'SYS:HH:MM:ss' })
  return { write: (line) => destination.write(format(line)) }
}

/** Only what was written to be read. An error's other fields may carry a request, a row or a credential. */
function errorWords(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error
  return {
    type: error.name,
    message: error.message,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    stack: error.stack,
    ...(error.cause instanceof Error && { cause: errorWords(error.cause) }),
  }
}

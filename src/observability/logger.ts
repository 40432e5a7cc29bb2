// The service's logger: JSON lines, or readable lines for a terminal. Fields that could hold credentials or personal
// data are redacted by name, and errors are reduced to their messages and stacks.
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import { isColorSupported, prettyFactory } from 'pino-pretty'

export type { Logger } from 'pino'

const SECRET_FIELDS = [
  ...['password', 'secret', 'clientSecret', 'token', 'accessToken', 'refreshToken', 'taskToken'],
  ...['accessTokenKey', 'accessTokenSecret', 'authorization', 'cookie', 'userName'],
  ...['email', 'cells', 'profile', 'headers', 'body', 'data', 'url'],
]
/** The depths of a logged object at which these fields are redacted. */
const DEPTHS = ['', '*.', '*.*.']

export interface LoggerOptions {
  /** Readable lines for a terminal; otherwise one JSON object per line. */
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

/** Formats in this thread: pino-pretty's usual worker thread could lose the last lines before an exit. */
function readable(destination: DestinationStream): DestinationStream {
  const format = prettyFactory({ colorize: isColorSupported, translateTime: 'SYS:HH:MM:ss' })
  return { write: (line) => destination.write(format(line)) }
}

/** Keeps only the fields meant for people. An error's other fields may hold a request, a row or a credential. */
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

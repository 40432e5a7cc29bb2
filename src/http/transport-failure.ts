/**
 * A call without a complete response, because of the network or one of our deadlines. Holds a code and nothing of the
 * request or the response, because errors end up in logs and workflow histories.
 */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure'
  /** A network code, e.g. `ECONNRESET`, or one of ours: `CONNECT_TIMEOUT`, `RESPONSE_TIMEOUT`, … */
  readonly code: string
  /** False only if the request cannot have reached the vendor, so that a write certainly had no effect. */
  readonly mayHaveArrived: boolean

  constructor(code: string) {
    super(`The connection failed before the whole answer was read (${code}).`)
    this.code = code
    this.mayHaveArrived = !NEVER_CONNECTED.has(code)
  }
}

const NEVER_CONNECTED = new Set([
  'CONNECT_TIMEOUT',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** Codes of the operating system and DNS: `ECONNRESET`, `EAI_AGAIN`, …; Node's own codes begin with `ERR_`. */
const SYSTEM = /^E(?!RR_)[A-Z0-9_]+$/
/** Codes of TLS, of a response that is not HTTP, and of a truncated stream or compressed body. */
const PROTOCOLS =
  /^(ERR_SSL_|ERR_TLS_CERT|ERR_STREAM_PREMATURE_CLOSE$|HPE_|Z_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA$|INVALID_PURPOSE$|HOSTNAME_MISMATCH$|PATH_LENGTH_EXCEEDED$)/

/**
 * Converts the error of a request without a response to a TransportFailure if its code is a network code. Any other
 * error is our own mistake, which must not be blamed on a vendor, and is returned unchanged.
 */
export function asTransportFailure(thrown: unknown): unknown {
  if (thrown instanceof TransportFailure) return thrown
  const code = codeOf(thrown)
  return SYSTEM.test(code) || PROTOCOLS.test(code) ? new TransportFailure(code) : thrown
}

/**
 * For errors while a body is read, where only the stream can fail. Reads only `code` from the error: messages may
 * quote URLs, and causes hold requests.
 */
export function toTransportFailure(thrown: unknown): TransportFailure {
  if (thrown instanceof TransportFailure) return thrown
  return new TransportFailure(codeOf(thrown))
}

/** The result of a failed call in metrics. */
export function resultOf(reason: unknown): string {
  return reason instanceof TransportFailure ? reason.code : 'CANCELLED'
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return 'UNKNOWN'
  const { code } = thrown
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'UNKNOWN'
}

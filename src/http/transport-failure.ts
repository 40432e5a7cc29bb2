/**
 * A call that got no whole answer: the network's or our own deadline's doing. Holds a code and nothing of
 * the request or the response, because an error travels into logs and workflow histories.
 */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure'
  /** The network's code, e.g. `ECONNRESET`, or ours: `CONNECT_TIMEOUT`, `RESPONSE_TIMEOUT`, … */
  readonly code: string
  /** False only when the request cannot have reached the vendor, so that a write surely had no effect. */
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

/** Of the operating system and of name look-up: `ECONNRESET`, `EAI_AGAIN`, …; Node's own begin with `ERR_`. */
const SYSTEM = /^E(?!RR_)[A-Z0-9_]+$/
/** Of TLS, of an answer that is no HTTP, and of a stream or a compression that ends too soon. */
const PROTOCOLS =
  /^(ERR_SSL_|ERR_TLS_CERT|ERR_STREAM_PREMATURE_CLOSE$|HPE_|Z_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA$|INVALID_PURPOSE$|HOSTNAME_MISMATCH$|PATH_LENGTH_EXCEEDED$)/

/**
 * What a request came to that was not answered: a TransportFailure when the network says so. Anything else is a mistake
 * of our own, which no vendor is to be blamed for, and stays what it is.
 */
export function asTransportFailure(thrown: unknown): unknown {
  if (thrown instanceof TransportFailure) return thrown
  const code = codeOf(thrown)
  return SYSTEM.test(code) || PROTOCOLS.test(code) ? new TransportFailure(code) : thrown
}

/**
 * Of a body whose head has arrived: nothing but its stream can fail. Reads only `code` from whatever was thrown:
 * messages may quote addresses, and causes hold requests.
 */
export function toTransportFailure(thrown: unknown): TransportFailure {
  if (thrown instanceof TransportFailure) return thrown
  return new TransportFailure(codeOf(thrown))
}

/** What metrics call a failed call. */
export function resultOf(reason: unknown): string {
  return reason instanceof TransportFailure ? reason.code : 'CANCELLED'
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return 'UNKNOWN'
  const { code } = thrown
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'UNKNOWN'
}

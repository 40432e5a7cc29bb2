// Connects clients to Temporal. Whoever connects also closes. Workers have a connection of another kind:
// worker-connection.ts, which loads the SDK's native part, and a web server has no use for that.
import { InterceptingCall, type Interceptor } from '@grpc/grpc-js'
import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client'
import type { NativeConnectionOptions } from '@temporalio/worker'
import type { TemporalConfig } from '../config/config.ts'

/** A Temporal server that is running, wherever it runs. */
export interface TemporalTarget {
  readonly connection: NativeConnectionOptions
  readonly namespace: string
}

/** Where Temporal is, once the embedded server, if it is that, has started and told its address. */
export function temporalTarget(
  { namespace, ...config }: TemporalConfig,
  embedded: { readonly address: string } | null,
): TemporalTarget {
  if (config.kind === 'external') return { connection: config.connection, namespace }
  if (embedded === null) throw new Error('The embedded Temporal server has not been started')
  return { connection: { address: embedded.address }, namespace }
}

/** gRPC waits two minutes between its attempts once a server was away for long: so long nothing would go on after it. */
const RECONNECT = {
  'grpc.initial_reconnect_backoff_ms': 500,
  'grpc.max_reconnect_backoff_ms': 2_000,
}

const LONGEST_CALL_MS = 60_000

/** A server that takes a call and never answers would hold whoever waits for it, and its leases, for ever. */
const inTime: Interceptor = (options, next) =>
  new InterceptingCall(
    next({ ...options, deadline: options.deadline ?? Date.now() + LONGEST_CALL_MS }),
  )

/** The list takes the place of the SDK's own, whose only entry tries calls again that failed for a moment. */
const INTERCEPTORS = [makeGrpcRetryInterceptor(defaultGrpcRetryOptions()), inTime]

const HOW = { channelArgs: RECONNECT, interceptors: INTERCEPTORS }

export function connectClient({ connection }: TemporalTarget): Promise<Connection> {
  return explained(connection, () => Connection.connect({ ...connection, ...HOW }))
}

/** Connects when it is first asked for something, and again after the server was away: it may be away now, too. */
export function connectClientLater({ connection }: TemporalTarget): Connection {
  return Connection.lazy({ ...connection, ...HOW })
}

/** Rejects with a sentence for operators when `connect` does. */
export async function explained<T>(
  { address = '' }: NativeConnectionOptions,
  connect: () => Promise<T>,
): Promise<T> {
  try {
    return await connect()
  } catch (error) {
    throw new Error(
      `Temporal does not answer on ${address}: check TEMPORAL_ADDRESS and the other TEMPORAL_ settings`,
      { cause: error },
    )
  }
}

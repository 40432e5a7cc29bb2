// Connects clients to Temporal. The caller closes the connection. Workers use worker-connection.ts instead, which loads
// the SDK's native library; a web server does not need that.
import { InterceptingCall, type Interceptor } from '@grpc/grpc-js'
import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client'
import type { NativeConnectionOptions } from '@temporalio/worker'
import type { TemporalConfig } from '../config/config.ts'

/** A Temporal server that is running, wherever it runs. */
export interface TemporalTarget {
  readonly connection: NativeConnectionOptions
  readonly namespace: string
}

/** The address of Temporal: an external server's, or that of the embedded server once it has started. */
export function temporalTarget(
  { namespace, ...config }: TemporalConfig,
  embedded: { readonly address: string } | null,
): TemporalTarget {
  if (config.kind === 'external') return { connection: config.connection, namespace }
  if (embedded === null) throw new Error('The embedded Temporal server has not been started')
  return { connection: { address: embedded.address }, namespace }
}

/** By default gRPC waits up to two minutes between attempts after a long outage, and everything would wait with it. */
const RECONNECT = {
  'grpc.initial_reconnect_backoff_ms': 500,
  'grpc.max_reconnect_backoff_ms': 2_000,
}

const LONGEST_CALL_MS = 60_000

/** Without a deadline, a server that accepts a call but never answers would block the caller and its leases. */
const withDeadline: Interceptor = (options, next) =>
  new InterceptingCall(
    next({ ...options, deadline: options.deadline ?? Date.now() + LONGEST_CALL_MS }),
  )

/**
 * This list replaces the SDK's own, whose only entry retries transient failures: so that entry is repeated here. The
 * deadline comes first, because it covers all attempts: each attempt would otherwise have one of its own.
 */
const INTERCEPTORS = [withDeadline, makeGrpcRetryInterceptor(defaultGrpcRetryOptions())]

const OPTIONS = { channelArgs: RECONNECT, interceptors: INTERCEPTORS }

export function connectClient({ connection }: TemporalTarget): Promise<Connection> {
  return explained(connection, () => Connection.connect({ ...connection, ...OPTIONS }))
}

/** Connects at the first call, and reconnects after an outage. Temporal need not be reachable now. */
export function connectClientLazily({ connection }: TemporalTarget): Connection {
  return Connection.lazy({ ...connection, ...OPTIONS })
}

/** Rejects with a message for operators if `connect` rejects. */
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

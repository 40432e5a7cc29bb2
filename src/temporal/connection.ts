// Connects to Temporal: one connection for clients, another kind for workers. Whoever connects also closes.
import { Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import type { NativeConnectionOptions } from '@temporalio/worker'
import type { TemporalConfig } from '../config.ts'

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

export function connectClient({ connection }: TemporalTarget): Promise<Connection> {
  return explained(connection, () => Connection.connect(connection))
}

export function connectWorker({ connection }: TemporalTarget): Promise<NativeConnection> {
  return explained(connection, () => NativeConnection.connect(connection))
}

async function explained<T>(
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
